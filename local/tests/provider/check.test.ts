import test from 'ava';
import { check } from '../../provider/check.ts';
import { parseUrn } from '../../provider/names.ts';
import { inertType } from '../../provider/inert.ts';
import { unknownValue, type Properties } from '../../provider/properties.ts';
import { loadAllTypes, loadResourceType } from '../../provider/registry.ts';

const seed = new Uint8Array([1, 2, 3]);

async function checked(type: string, asked: Properties, oldInputs: Properties = {}, name = 'it') {
  const resourceType = (await loadResourceType(type)) ?? inertType(type, asked);
  return check(resourceType, name, oldInputs, asked, seed);
}

test('a resource without a name gets its Pulumi name and seven digits, the same in preview and update', async (t) => {
  const { inputs } = await checked('aws:cloudwatch/logGroup:LogGroup', {}, {}, 'requests');
  t.regex(String(inputs.name), /^requests-[0-9a-f]{7}$/);
  const again = await checked('aws:cloudwatch/logGroup:LogGroup', {}, {}, 'requests');
  t.is(again.inputs.name, inputs.name);
});

test('the name of the last run is kept, and one that is given is taken', async (t) => {
  const type = 'aws:cloudwatch/logGroup:LogGroup';
  t.is((await checked(type, {}, { name: 'requests-0000000' })).inputs.name, 'requests-0000000');
  t.is((await checked(type, { name: '/mine' }, { name: 'old' })).inputs.name, '/mine');
  t.regex(String((await checked(type, { namePrefix: 'p-' })).inputs.name), /^p-[0-9a-f]{26}$/);
});

test('a made name is never longer than AWS takes', async (t) => {
  const { inputs } = await checked(
    'aws:iam/role:Role',
    { assumeRolePolicy: '{}' },
    {},
    'r'.repeat(90),
  );
  t.is(String(inputs.name).length, 64);
});

test('defaults are filled in, and do not replace what is given', async (t) => {
  const { inputs } = await checked('aws:lambda/function:Function', { role: 'arn', timeout: 30 });
  t.like(inputs, { memorySize: 128, timeout: 30, publish: false });
  const settings = await checked('aws:apigateway/methodSettings:MethodSettings', {
    restApi: 'a',
    stageName: 's',
    methodPath: '*/*',
    settings: { throttlingRateLimit: 5 },
  });
  t.deepEqual(settings.inputs.settings, { throttlingRateLimit: 5, throttlingBurstLimit: -1 });
});

test('every mistake is told at once, each by its dotted property', async (t) => {
  const { failures } = await checked('aws:apigateway/stage:Stage', {
    restApi: 'a',
    stageName: 7,
    variables: { LambdaAlias: 1 },
    accessLogSettings: { destinationArn: 'arn', fromat: 'x' },
  });
  t.deepEqual(failures.map(({ property }) => property).sort(), [
    'accessLogSettings.format',
    'accessLogSettings.fromat',
    'deployment',
    'stageName',
    'variables.LambdaAlias',
  ]);
});

test('a property that is not modelled is refused, and not dropped', async (t) => {
  const { failures } = await checked('aws:lambda/alias:Alias', {
    functionName: 'fn',
    functionVersion: '1',
    provisioned: true,
  });
  t.deepEqual(failures, [
    {
      property: 'provisioned',
      reason: 'the provider of the embedded AWS does not model this property',
    },
  ]);
});

test('what a preview cannot know is not held against the program', async (t) => {
  const { failures, inputs } = await checked('aws:apigateway/stage:Stage', {
    restApi: unknownValue,
    deployment: unknownValue,
    stageName: 'prod',
    variables: { LambdaAlias: unknownValue },
  });
  t.deepEqual(failures, []);
  t.is(inputs.restApi, unknownValue);
});

test('a policy that is given as an object becomes JSON, or is unknown as a whole', async (t) => {
  const type = 'aws:iam/rolePolicy:RolePolicy';
  const policy = { Version: '2012-10-17', Statement: [{ Resource: '*', Effect: 'Allow' }] };
  const { inputs, failures } = await checked(type, { role: 'r', policy });
  t.deepEqual(failures, []);
  t.is(inputs.policy, '{"Statement":[{"Effect":"Allow","Resource":"*"}],"Version":"2012-10-17"}');
  const unknown = { Statement: [{ Resource: unknownValue }] };
  t.is((await checked(type, { role: 'r', policy: unknown })).inputs.policy, unknownValue);
});

test('an inert type takes any input, and makes up a name', async (t) => {
  const { inputs, failures } = await checked(
    'aws:sqs/queue:Queue',
    { fifoQueue: true },
    {},
    'jobs',
  );
  t.deepEqual(failures, []);
  t.true(inputs.fifoQueue);
  t.regex(String(inputs.name), /^jobs-[0-9a-f]{7}$/);
});

for (const [token, type] of await loadAllTypes()) {
  test(`${token} has rules that fit its inputs`, (t) => {
    const named = [
      ...type.replaceOn,
      ...type.chosenByAws,
      ...type.notReadable,
      ...type.exactlyOneOf,
      ...Object.keys(type.equivalent),
      ...Object.keys(type.defaults),
      ...(type.autoName === undefined ? [] : [type.autoName.property]),
    ];
    t.deepEqual(
      named.filter((name) => !type.inputNames.includes(name)),
      [],
    );
    t.deepEqual(
      type.outputs.filter((name) => type.inputNames.includes(name)),
      [],
    );
  });
}

test('the type of a URN is the innermost one, and a name can have colons', (t) => {
  t.deepEqual(parseUrn('urn:pulumi:dev::proj::my:c:Api$aws:lambda/alias:Alias::greeting::PROD'), {
    stack: 'dev',
    type: 'aws:lambda/alias:Alias',
    name: 'greeting::PROD',
  });
});
