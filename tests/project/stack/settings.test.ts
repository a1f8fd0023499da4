import test from 'ava';
import fc from 'fast-check';
import { parseSettings, settingKeys, SettingsError } from '../../../stack/settings.ts';

const minimal = { function: { name: 'greeting' } };
const stage = { name: 'stage', alias: 'STAGE', apiStage: 'stage' };
const prod = { name: 'prod', alias: 'PROD', apiStage: 'prod' };

function problemsOf(raw: Readonly<Record<string, unknown>>): readonly string[] {
  try {
    parseSettings(raw);
    return [];
  } catch (error) {
    if (error instanceof SettingsError) {
      return error.problems;
    }
    throw error;
  }
}

function pathsOf(raw: Readonly<Record<string, unknown>>): string[] {
  return problemsOf(raw).map((problem) => problem.split(':')[0] ?? '');
}

test('what is not configured has a default', (t) => {
  const settings = parseSettings(minimal);
  t.deepEqual(settings.function, {
    name: 'greeting',
    memorySize: 128,
    timeout: 10,
    logRetentionDays: 14,
    bundle: {
      assets: [],
      entries: [],
      external: [],
      loader: {},
      nodeModules: [],
      s3: false,
      sourceMap: true,
    },
    environment: {},
    runtime: 'nodejs24.x',
    runtimeUpdates: 'Auto',
    architecture: 'x86_64',
    handler: 'index.handler',
    ephemeralStorage: 512,
    tracing: 'PassThrough',
    layers: [],
    policies: { managed: [], statements: [] },
    logFormat: 'Text',
    tags: {},
  });
  t.deepEqual(settings.targets[1], {
    ...prod,
    logging: 'INFO',
    dataTrace: false,
    accessLog: true,
    throttling: { rateLimit: 1000, burstLimit: 2000 },
    variables: {},
    bake: 0,
  });
  const optional = ['endpoint', 'domain', 'waves'];
  t.deepEqual(
    Object.keys(settings).sort(),
    settingKeys.filter((key) => !optional.includes(key)).sort(),
  );
});

const layer = 'arn:aws:lambda:eu-west-1:123456789012:layer:tools';

const functions: Readonly<Record<string, [readonly unknown[], readonly unknown[]]>> = {
  name: [
    ['a', 'a-b_C9', 'a'.repeat(64)],
    ['', 'a'.repeat(65), 'a b', 'a.b', 7],
  ],
  memorySize: [
    [128, 10_240],
    [127, 10_241, 128.5, '128'],
  ],
  timeout: [
    [1, 900],
    [0, 901, 1.5],
  ],
  logRetentionDays: [
    [1, 14, 3653],
    [0, 2, '14'],
  ],
  environment: [
    [{}, { A1: '' }, { TABLE_NAME: 'orders' }],
    [
      { A: '1' },
      { '1A': '' },
      { 'A-B': '' },
      { AB: 1 },
      { AWS_REGION: 'eu-west-1' },
      { LONG: 'x'.repeat(4096) },
    ],
  ],
  runtime: [
    ['nodejs22.x', 'nodejs26.x'],
    ['nodejs20.x', 'python3.13'],
  ],
  architecture: [['arm64'], ['arm']],
  handler: [
    ['index.greet', '/opt/wrapper.handler'],
    ['greet', 'index. greet', ''],
  ],
  ephemeralStorage: [
    [512, 10_240],
    [511, 10_241],
  ],
  runtimeUpdates: [
    ['Auto', 'FunctionUpdate', 'arn:aws:lambda:eu-west-1::runtime:0a1b'],
    ['Manual', 'arn:aws:lambda:eu-west-1:123456789012:runtime:0a1b', ''],
  ],
  tracing: [['Active', 'PassThrough'], [true]],
  layers: [
    [[], [`${layer}:1`]],
    [[layer], [`${layer}:1`, `${layer}:2`], [1, 2, 3, 4, 5, 6]],
  ],
  deadLetter: [
    ['arn:aws:sqs:eu-west-1:123456789012:dead', 'arn:aws:sns:eu-west-1:123456789012:dead'],
    ['dead', 'arn:aws:lambda:eu-west-1:123456789012:function:dead'],
  ],
  vpc: [
    [{ subnetIds: ['subnet-1'], securityGroupIds: ['sg-1'], ipv6: true }],
    [{ subnetIds: ['subnet-1'] }, { subnetIds: [], securityGroupIds: ['sg-1'] }],
  ],
  kmsKey: [['arn:aws:kms:eu-west-1:123456789012:key/a-b'], ['a-b', 'alias/mine']],
  reservedConcurrency: [
    [0, 100],
    [-1, 0.5],
  ],
  permissionsBoundary: [['arn:aws:iam::123456789012:policy/a/b'], ['b']],
  policies: [
    [
      {},
      { managed: ['arn:aws:iam::aws:policy/service-role/A'] },
      { statements: [{ Effect: 'Allow', Action: ['s3:Get*'], Resource: '*' }] },
    ],
    [
      { managed: ['A'] },
      { managed: ['arn:aws:iam::aws:policy/A', 'arn:aws:iam::aws:policy/A'] },
      { statements: [{ Action: 's3:GetObject', Resource: '*' }] },
      { statements: [{ Effect: 'Allow', Action: 'GetObject', Resource: '*' }] },
      { statements: [{ Effect: 'Allow', Action: 's3:GetObject', Resource: 'bucket' }] },
    ],
  ],
  logFormat: [['Text', 'JSON'], ['XML']],
  applicationLogLevel: [[], ['INFO']],
  tags: [[{ team: 'a b', 'cost:center': '' }], [{ 'aws:team': 'a' }, { team: 'a;b' }, { a: 1 }]],
};

test('tags leave room for those of the stack', (t) => {
  const tags = (count: number) =>
    Object.fromEntries(Array.from({ length: count }, (_, index) => [`tag-${String(index)}`, '']));
  t.deepEqual(pathsOf({ function: { name: 'greeting', tags: tags(48) } }), []);
  t.deepEqual(pathsOf({ function: { name: 'greeting', tags: tags(49) } }), ['function.tags']);
});

test('levels are for logs in JSON', (t) => {
  const json = { ...minimal.function, logFormat: 'JSON', systemLogLevel: 'WARN' };
  t.deepEqual(pathsOf({ function: json }), []);
  t.deepEqual(pathsOf({ function: { ...json, logFormat: 'Text' } }), ['function.systemLogLevel']);
});

test('a mistyped key is refused, with the one that was meant', (t) => {
  const refused = (settings: object) =>
    t.throws(() => parseSettings({ function: { name: 'greeting', ...settings } }), {
      instanceOf: SettingsError,
    }).problems;
  t.deepEqual(refused({ memorysize: 128 }), [
    'function: memorysize is no setting here; do you mean memorySize?',
  ]);
  t.deepEqual(refused({ policies: { manged: [] } }), [
    'function.policies: manged is no setting here; do you mean managed?',
  ]);
});

for (const [key, [good, bad]] of Object.entries(functions)) {
  for (const value of good) {
    test(`function.${key} may be ${JSON.stringify(value)}`, (t) => {
      t.deepEqual(pathsOf({ function: { ...minimal.function, [key]: value } }), []);
    });
  }
  for (const value of bad) {
    test(`function.${key} may not be ${JSON.stringify(value)}`, (t) => {
      const [path = '', ...others] = pathsOf({ function: { ...minimal.function, [key]: value } });
      t.regex(path, new RegExp(`^function\\.${key}`));
      t.deepEqual(others, []);
    });
  }
}

const targets: Readonly<Record<string, [readonly unknown[], readonly unknown[]]>> = {
  name: [
    ['prod', 'eu-1'],
    ['', 'Prod', '1st', 'a_b'],
  ],
  alias: [
    ['PROD', '1st', 'a-b_c'],
    ['', '1', '42', 'A B', 'RELEASE', 'PROD_STANDBY'],
  ],
  apiStage: [
    ['prod', 'v1', 'a'.repeat(120)],
    ['', 'a-b', 'a'.repeat(121), 'prod_standby'],
  ],
  logging: [['INFO', 'ERROR', 'OFF'], ['DEBUG']],
  throttling: [
    [{ rateLimit: 0.5, burstLimit: 1 }],
    [{ rateLimit: 0, burstLimit: 1 }, { rateLimit: 1 }, { rateLimit: 1, burstLimit: 1.5 }],
  ],
  apiTier: [
    ['before', 'after'],
    ['off', 'never'],
  ],
  standby: [['off'], ['on', false]],
  approval: [['required'], ['optional', true]],
  provisionedConcurrency: [
    [0, 1, 6000],
    [-1, 0.5, '2'],
  ],
  variables: [
    [{ backend: 'https://a.test/x?y=1' }],
    [{ LambdaAlias: 'PROD' }, { 'a-b': 'c' }, { a: 'ä' }, { a: 1 }],
  ],
  unknown: [[], ['anything']],
};

for (const [key, [good, bad]] of Object.entries(targets)) {
  const withTarget = (value: unknown) => ({
    ...minimal,
    targets: [stage, { ...prod, [key]: value }],
  });
  for (const value of good) {
    test(`${key} of a target may be ${JSON.stringify(value)}`, (t) => {
      t.deepEqual(pathsOf(withTarget(value)), []);
    });
  }
  for (const value of bad) {
    test(`${key} of a target may not be ${JSON.stringify(value)}`, (t) => {
      const found = pathsOf(withTarget(value));
      t.true(found.length > 0);
      t.true(
        found.every((path) => path.startsWith('targets[1]')),
        found.join(),
      );
    });
  }
}

test('the variables of all targets together fit into the description of a deployment', (t) => {
  const withValue = (length: number) => {
    const variables = { table: 'x'.repeat(length), index: 'x'.repeat(length) };
    return {
      ...minimal,
      targets: [
        { ...stage, variables },
        { ...prod, variables },
      ],
    };
  };
  t.deepEqual(problemsOf(withValue(170)), []);
  const [problem = '', ...others] = problemsOf(withValue(200));
  t.deepEqual(others, []);
  t.regex(problem, /^targets: have \d+ characters too many in their variables: .* fit into 1024/);
});

test('a target that is rolled out has no provisioned concurrency', (t) => {
  const withAmount = (provisionedConcurrency: number) =>
    pathsOf({
      ...minimal,
      targets: [stage, { ...prod, rollout: { steps: [5] }, provisionedConcurrency }],
    });
  t.deepEqual(withAmount(1), ['targets[1].provisionedConcurrency']);
  t.deepEqual(withAmount(0), []);
});

test('a target without a standby stage cannot be tested on it', (t) => {
  const without = { ...prod, standby: 'off' };
  const withTarget = (target: object) => pathsOf({ ...minimal, targets: [stage, target] });
  t.deepEqual(withTarget({ ...without, apiTier: 'before' }), ['targets[1].apiTier']);
  t.deepEqual(withTarget({ ...without, apiTier: 'after' }), []);
  t.deepEqual(withTarget(without), []);
});

test('more API stages than API Gateway allows are refused, with what would help', (t) => {
  const make = (count: number, more: object) =>
    Array.from({ length: count }, (_, index) => ({
      name: `t${String(index)}`,
      alias: `T${String(index)}`,
      apiStage: `t${String(index)}`,
      ...more,
    }));
  const before = { apiTier: 'before' };
  t.deepEqual(pathsOf({ ...minimal, targets: make(5, before) }), []);
  t.deepEqual(pathsOf({ ...minimal, targets: make(6, before) }), ['targets']);
  t.deepEqual(pathsOf({ ...minimal, targets: make(9, {}) }), []);
  t.deepEqual(pathsOf({ ...minimal, targets: make(10, {}) }), ['targets']);
  t.deepEqual(pathsOf({ ...minimal, targets: make(10, { apiTier: 'after' }) }), []);
  t.throws(() => parseSettings({ ...minimal, targets: make(6, before) }), {
    message: /targets: need 12 API stages, 6 of them .* allows 10 an API: say apiTier: after/,
  });
});

test('a stack has a target at least', (t) => {
  t.deepEqual(pathsOf({ ...minimal, targets: [] }), ['targets']);
});

for (const [value, flag] of [
  [true, true],
  [false, false],
  ['true', true],
  ['false', false],
] as const) {
  test(`a flag that reads ${JSON.stringify(value)} is ${String(flag)}`, (t) => {
    const settings = { ...minimal, manageApiGatewayAccount: value };
    t.is(parseSettings(settings).manageApiGatewayAccount, flag);
  });
}

test('values of the API are text, numbers or flags, by names of their own', (t) => {
  const withValues = (values: unknown) => pathsOf({ ...minimal, api: { values } });
  t.deepEqual(withValues({ certificate: 'abc', timeout: 5000, isPrivate: true }), []);
  for (const name of ['region', 'functionArn', 'stageVariables', 'a-b']) {
    t.deepEqual(withValues({ [name]: 'x' }), [`api.values.${name}`]);
  }
  t.deepEqual(withValues({ a: ['b'] }), ['api.values.a']);
});

test('a flag is nothing else', (t) => {
  t.deepEqual(pathsOf({ ...minimal, manageApiGatewayAccount: 'yes' }), ['manageApiGatewayAccount']);
});

test('whatever is configured, what is wrong comes as a settings error', (t) => {
  fc.assert(
    fc.property(fc.record({ function: fc.anything(), targets: fc.anything() }), (raw) => {
      pathsOf(raw);
      t.pass();
    }),
  );
});

test('what was parsed is what it is parsed to again', (t) => {
  const once = parseSettings({
    ...minimal,
    targets: [stage, { ...prod, rollout: { steps: [5] } }],
  });
  t.deepEqual(parseSettings(once), once);
});
