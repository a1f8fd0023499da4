import test from 'ava';
import type { PlannedChange, ProgramStack } from '../../../../runner/pulumi/program-stack.ts';
import { notYet, provision } from '../../../../runner/steps/provision.ts';
import type { StackOutputs } from '../../../../stack/outputs.ts';
import { parseStackFile } from '../../../../stack/stack-file.ts';

const settings = parseStackFile('dev', {
  config: {
    'aws:region': 'eu-west-1',
    'gated-lambda-release:function': { name: 'greeting' },
    'gated-lambda-release:targets': [{ name: 'demo', alias: 'DEMO', apiStage: 'v1' }],
  },
});
const outputs: StackOutputs = {
  functionName: 'greeting',
  functionArn: 'arn',
  restApiId: 'a1b2c3',
  deploymentId: 'old',
  targets: {},
};

const change = (operation: string, type: string, name: string): PlannedChange => ({
  operation,
  type,
  name,
  properties: [],
});

/** A stack whose operations are counted. */
function stackWith(
  known: StackOutputs | undefined,
  { changes = 0, planned = [] as readonly PlannedChange[] } = {},
) {
  const operations: string[] = [];
  const done = <T>(operation: string, value: T) => {
    operations.push(operation);
    return Promise.resolve(value);
  };
  const stack: ProgramStack = {
    name: 'dev',
    up: () => done('up', { outputs, changes }),
    preview: () => done('preview', planned),
    outputs: () => Promise.resolve(known),
    destroy: () => done('destroy', undefined),
  };
  return { stack, operations };
}

async function run({ stack }: { stack: ProgramStack }, isDryRun: boolean) {
  const step = provision({ isDryRun, settings, stop: new AbortController() }, stack);
  const result = await step.run();
  return { result, detail: step.detail?.(result) };
}

for (const [changes, detail] of [
  [0, 'no change'],
  [3, '3 resource changes'],
] as const) {
  test(`a release provisions, and tells of ${detail}`, async (t) => {
    const made = stackWith(outputs, { changes });
    t.deepEqual(await run(made, false), { result: outputs, detail });
    t.deepEqual(made.operations, ['up']);
  });
}

test('a dry run only previews, and tells each kind of change once', async (t) => {
  const made = stackWith(outputs, {
    planned: [
      change('update', 'aws:lambda/function:Function', 'function'),
      change('create', 'aws:lambda/alias:Alias', 'demo-alias'),
      change('create', 'aws:lambda/alias:Alias', 'demo-next-alias'),
    ],
  });
  t.deepEqual(await run(made, true), {
    result: outputs,
    detail: 'would update Function, create Alias',
  });
  t.deepEqual(made.operations, ['preview']);
});

test('in a dry run a new API definition has no id yet', async (t) => {
  const planned = [change('replace', 'aws:apigateway/deployment:Deployment', 'deployment')];
  const { result } = await run(stackWith(outputs, { planned }), true);
  t.deepEqual(result, { ...outputs, deploymentId: notYet });
});

test('a dry run before the first release goes on with what is configured', async (t) => {
  const { result, detail } = await run(stackWith(undefined), true);
  t.is(detail, 'no change');
  t.deepEqual(result, {
    functionName: 'greeting',
    functionArn: notYet,
    restApiId: notYet,
    deploymentId: notYet,
    targets: { demo: { alias: 'DEMO', aliasArn: notYet, apiStage: 'v1', url: notYet } },
  });
});
