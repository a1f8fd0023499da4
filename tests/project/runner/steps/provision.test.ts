import test from 'ava';
import { UsageError } from '../../../../runner/errors.ts';
import type { PlannedChange } from '../../../../runner/pulumi/engine-log.ts';
import { plannedCreation } from '../../../../runner/pulumi/planned-creations.ts';
import type { Plan, ProgramStack } from '../../../../runner/pulumi/program-stack.ts';
import type { ReleaseEvent } from '../../../../runner/report/events.ts';
import { createClients } from '../../../../runner/aws/clients.ts';
import { nobodySignsIn } from '../../../../stack/sign-in/aws-settings.ts';
import { Propagation } from '../../../../runner/traffic/propagation.ts';
import { notYet, provision } from '../../../../runner/steps/provision.ts';
import type { StackOutputs } from '../../../../stack/outputs.ts';
import { parseStackFile } from '../../../../stack/stack-file.ts';
import { project } from '../../../../stack/project.ts';

const settings = parseStackFile('dev', {
  config: {
    'aws:region': 'eu-west-1',
    [`${project}:function`]: { name: 'greeting' },
    [`${project}:targets`]: [{ name: 'demo', alias: 'DEMO', apiStage: 'v1' }],
  },
});
const outputs: StackOutputs = {
  functionName: 'greeting',
  functionArn: 'arn',
  restApiId: 'a1b2c3',
  deploymentId: 'old',
  targets: {},
};

const change = (type: string, name: string, properties: readonly string[] = []): PlannedChange => ({
  operation: 'update',
  type,
  name,
  properties,
});

/** A stack whose operations are counted. */
function stackWith(plan: Partial<Plan>, changes = 0) {
  const operations: string[] = [];
  const done = <T>(operation: string, value: T) => {
    operations.push(operation);
    return Promise.resolve(value);
  };
  const stack: ProgramStack = {
    name: 'dev',
    begin: () => Promise.resolve(undefined),
    up: () => done('up', { outputs, changes }),
    preview: () =>
      done('preview', {
        ...{ changes: [], outputs: undefined, previous: undefined, warnings: [] },
        ...plan,
      }),
    findLeftovers: () => Promise.resolve({ existing: [], halfMade: [] }),
    takeOver: () => done('take over', undefined),
    retire: () => done('retire', { outputs, changes }),
    setting: () => Promise.resolve(undefined),
    outputs: () => done('outputs', outputs),
    destroy: () => done('destroy', 0),
  };
  return { stack, operations };
}

/** @param operations to which the writing of the record is added. */
function contextOf(operations: string[], isDryRun = false) {
  const notes: string[] = [];
  const reporter = {
    report: (event: ReleaseEvent) => {
      if (event.kind === 'note') {
        notes.push(event.text.trim());
      } else if (event.kind === 'resource') {
        const { operation, type, name, properties } = event;
        const which = properties.length === 0 ? '' : ` (${properties.join(', ')})`;
        notes.push(`${operation} ${type.replace(/^.*:/, '')} ${name}${which}`);
      }
    },
    close: () => undefined,
  };
  const { lambda, apiGateway } = createClients({ region: 'eu-west-1', signIn: nobodySignsIn });
  const propagation = new Propagation({ alias: 0, stage: 0, read: 0 });
  return {
    notes,
    isDryRun,
    settings,
    writers: { lambda, apiGateway, propagation },
    stop: new AbortController(),
    reporter,
    provisionRecord: {
      findUnchanged: () => Promise.resolve(undefined),
      write: () => Promise.resolve(void operations.push('record')),
    },
  };
}

async function run(
  { stack, operations }: { stack: ProgramStack; operations: string[] },
  { isDryRun = false } = {},
) {
  const { notes, ...context } = contextOf(operations, isDryRun);
  const place = { context, provisioning: { kind: 'unknown', program: stack } as const };
  const step = provision(context, [place]);
  const result = await step.run();
  return { result: result[0]?.outputs, detail: step.detail?.(result), notes };
}

const changes = [
  change('aws:lambda/function:Function', 'function', ['timeout']),
  change('aws:lambda/alias:Alias', 'DEMO-alias'),
];

for (const [count, detail] of [
  [1, '1 resource changed'],
  [3, '3 resources changed'],
] as const) {
  test(`a release shows what it will change, changes it, and tells of ${detail}`, async (t) => {
    const made = stackWith({ changes }, count);
    t.deepEqual(await run(made), {
      result: outputs,
      detail,
      notes: ['update Function function (timeout)', 'update Alias DEMO-alias'],
    });
    t.deepEqual(made.operations, ['preview', 'up', 'record']);
  });
}

test('a stack that is up to date is left alone', async (t) => {
  const made = stackWith({ outputs, previous: { ...outputs } });
  t.deepEqual(await run(made), { result: outputs, detail: 'no change', notes: [] });
  t.deepEqual(made.operations, ['preview', 'record']);
});

test('where nothing changed since it was provisioned Pulumi is not asked', async (t) => {
  const since = new Date('2026-11-24T05:15:12Z');
  const context = contextOf([]);
  const provisioning = { kind: 'unchanged', stack: { outputs, since } } as const;
  const step = provision(context, [{ context, provisioning }]);
  const result = await step.run();
  t.deepEqual(result[0]?.outputs, outputs);
  t.is(step.detail?.(result), 'unchanged since 2026-11-24T05:15Z');
});

test('what people should know is shown, also where nothing changes', async (t) => {
  const warnings = ['Queue jobs, Topic news: not modelled'];
  const made = stackWith({ outputs, previous: { ...outputs }, warnings });
  const { notes } = await run(made);
  t.deepEqual(notes, ['warning: Queue jobs, Topic news: not modelled']);
});

test('outputs that would be others are written, though no resource changes', async (t) => {
  const made = stackWith({ outputs, previous: { ...outputs, deploymentId: 'new' } });
  await run(made);
  t.deepEqual(made.operations, ['preview', 'up', 'record']);
});

test('a plan that takes away what serves is refused before anything changes', async (t) => {
  const removal = { ...change('aws:lambda/alias:Alias', 'DEMO-alias'), operation: 'delete' };
  const made = stackWith({ changes: [removal], previous: outputs });
  await t.throwsAsync(run(made), { instanceOf: UsageError });
  t.deepEqual(made.operations, ['preview']);
});

const dryRun = { isDryRun: true };

test('a dry run only previews', async (t) => {
  const made = stackWith({ changes, outputs, previous: outputs });
  const { result, detail } = await run(made, dryRun);
  t.deepEqual(result, outputs);
  t.is(detail, '2 resources would be changed');
  t.deepEqual(made.operations, ['preview']);
});

test('in a dry run a new API definition has no id yet', async (t) => {
  const deployment = change('aws:apigateway/deployment:Deployment', 'deployment');
  const demo = { alias: 'DEMO', aliasArn: 'arn:DEMO', apiStage: 'v1', url: 'https://api.test/v1' };
  const previous = { ...outputs, targets: { formerly: demo } };
  const made = stackWith({ changes: [deployment], previous });
  const { result } = await run(made, dryRun);
  t.deepEqual(result, { ...outputs, deploymentId: notYet, targets: { demo } });
});

test('in a dry run a target that is added is not there yet', async (t) => {
  const { result } = await run(stackWith({ changes, previous: outputs }), dryRun);
  t.deepEqual(result?.targets, {
    demo: { alias: 'DEMO', aliasArn: notYet, apiStage: 'v1', url: notYet },
  });
});

test('a dry run before the first release goes on with what is configured', async (t) => {
  const { result } = await run(stackWith({}), dryRun);
  t.deepEqual(result, {
    functionName: 'greeting',
    functionArn: notYet,
    restApiId: notYet,
    deploymentId: notYet,
    targets: { demo: { alias: 'DEMO', aliasArn: notYet, apiStage: 'v1', url: notYet } },
  });
});

/** One resource is there already, until it is taken over. */
function stackWithLeftovers() {
  const made = stackWith({ changes });
  let isThere = true;
  const found = { id: 'a1b2c3' };
  const stack: ProgramStack = {
    ...made.stack,
    findLeftovers: () => {
      const existing = isThere
        ? [{ ...planned('aws:apigateway/restApi:RestApi', 'api'), found }]
        : [];
      const halfMade = isThere ? [{ urn: 'x', type: 'aws:x:Half', name: 'half' }] : [];
      return Promise.resolve({ existing, halfMade });
    },
    takeOver: (leftovers) => {
      isThere = false;
      return made.stack.takeOver(leftovers);
    },
  };
  return { stack, operations: made.operations };
}

const planned = (type: string, name: string) =>
  plannedCreation({ urn: name, type, id: '', parent: '', provider: '', inputs: {}, outputs: {} });

const taken = ['adopt RestApi api', 'finish Half half'];
const planOfChanges = ['update Function function (timeout)', 'update Alias DEMO-alias'];

test('what earlier runs left is taken over, and the plan made again', async (t) => {
  const made = stackWithLeftovers();
  const { notes } = await run(made);
  t.deepEqual(notes, [...taken, ...planOfChanges]);
  t.deepEqual(made.operations, ['preview', 'take over', 'preview', 'up', 'record']);
});

/** A stack that is not there yet: what it would change is told within the one start that changes it. */
function newStackOf(
  made: { readonly stack: ProgramStack; readonly operations: string[] },
  plan: Partial<Plan>,
) {
  const stack: ProgramStack = {
    ...made.stack,
    async begin(_signal, agree) {
      made.operations.push('begin');
      const none = { changes: [], outputs: undefined, previous: undefined, warnings: [] };
      if (!(await agree({ ...none, ...plan }))) {
        return undefined;
      }
      made.operations.push('begun');
      return { outputs, changes: 2 };
    },
  };
  return { stack, operations: made.operations };
}

test('a stack that is not there yet shows what it will change, and is brought up at once', async (t) => {
  const made = newStackOf(stackWith({}), { changes });
  const { detail, notes } = await run(made);
  t.is(detail, '2 resources changed');
  t.deepEqual(notes, planOfChanges);
  t.deepEqual(made.operations, ['begin', 'begun', 'record']);
});

test('where a lost stack left something, that is taken over before anything is made', async (t) => {
  const made = newStackOf(stackWithLeftovers(), { changes });
  const { notes } = await run(made);
  t.deepEqual(notes, [...taken, ...planOfChanges]);
  const asEver = ['preview', 'take over', 'preview', 'up', 'record'];
  t.deepEqual(made.operations, ['begin', ...asEver]);
});

test('what a new stack would take away is refused before anything changes, too', async (t) => {
  const removal = { ...change('aws:lambda/alias:Alias', 'DEMO-alias'), operation: 'replace' };
  const made = newStackOf(stackWith({}), { changes: [removal] });
  await t.throwsAsync(run(made), { instanceOf: UsageError });
  t.deepEqual(made.operations, ['begin']);
});

test('a dry run does not bring up a stack that is not there yet', async (t) => {
  const made = newStackOf(stackWith({ changes }), { changes });
  await run(made, dryRun);
  t.deepEqual(made.operations, ['preview']);
});

test('a dry run only shows what would be taken over', async (t) => {
  const made = stackWithLeftovers();
  const { notes } = await run(made, dryRun);
  t.deepEqual(notes, [...taken, ...planOfChanges]);
  t.deepEqual(made.operations, ['preview']);
});
