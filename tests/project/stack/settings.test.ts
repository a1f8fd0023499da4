import test from 'ava';
import fc from 'fast-check';
import { parseSettings, settingKeys, SettingsError } from '../../../stack/settings.ts';

const minimal = { function: { name: 'greeting' } };
const stage = { name: 'stage', alias: 'STAGE', apiStage: 'stage' };
const prod = { name: 'prod', alias: 'PROD', apiStage: 'prod' };

function pathsOf(raw: Readonly<Record<string, unknown>>): string[] {
  try {
    parseSettings(raw);
    return [];
  } catch (error) {
    if (error instanceof SettingsError) {
      return error.problems.map((problem) => problem.split(':')[0] ?? '');
    }
    throw error;
  }
}

test('what is not configured has a default', (t) => {
  const settings = parseSettings(minimal);
  t.deepEqual(settings.function, {
    name: 'greeting',
    memorySize: 128,
    timeout: 10,
    logRetentionDays: 14,
    environment: {},
  });
  t.deepEqual(settings.targets[1], {
    ...prod,
    logging: 'INFO',
    dataTrace: false,
    accessLog: true,
    throttling: { rateLimit: 1000, burstLimit: 2000 },
  });
  t.deepEqual(Object.keys(settings).sort(), settingKeys.filter((key) => key !== 'endpoint').sort());
});

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
    [{ A: '1' }, { '1A': '' }, { 'A-B': '' }, { AB: 1 }],
  ],
};

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
    ['prod', 'v1', 'a'.repeat(128)],
    ['', 'a-b', 'a'.repeat(129)],
  ],
  logging: [['INFO', 'ERROR', 'OFF'], ['DEBUG']],
  throttling: [
    [{ rateLimit: 0.5, burstLimit: 1 }],
    [{ rateLimit: 0, burstLimit: 1 }, { rateLimit: 1 }, { rateLimit: 1, burstLimit: 1.5 }],
  ],
  approval: [['required'], ['optional', true]],
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
