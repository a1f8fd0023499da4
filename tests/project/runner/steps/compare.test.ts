import test, { type ExecutionContext } from 'ava';
import { getFunction } from '../../../../runner/aws/function.ts';
import { compareWithLive } from '../../../../runner/steps/compare.ts';
import { notYet } from '../../../../runner/steps/provision.ts';
import { acceptTrial, beginTrial } from '../../../../runner/traffic/promotion.ts';
import { createContext } from '../../behaviour/release/_release.ts';
import { functionName } from '../../behaviour/release/_stack.ts';
import { openStand, type Stand } from '../_stand.ts';

/** Compares the code of a version, and a deployment, with what is live. */
async function compare(
  t: ExecutionContext,
  { clients, stack, pair }: Stand,
  { codeOf, api }: { readonly codeOf: string | undefined; readonly api: 'old' | 'new' },
) {
  const { CodeSha256 = '' } =
    codeOf === undefined ? {} : await getFunction(clients.lambda, functionName, codeOf);
  const bundle = { zip: Buffer.alloc(0), codeSha256: CodeSha256 };
  const context = { ...createContext(t, stack, { bundle }), clients };
  const outputs = { ...stack.outputs, deploymentId: pair(`1@${api}`).deployment };
  const step = compareWithLive(context, outputs, bundle);
  const result = await step.run();
  return { ...result, detail: step.detail?.(result) };
}

test('what every target serves and accepted is nothing to release', async (t) => {
  const stand = await openStand(t, { versions: 1 });
  const { isReleased, detail, codeChange, targets } = await compare(t, stand, {
    codeOf: '1',
    api: 'old',
  });
  t.true(isReleased);
  t.is(detail, 'nothing to release');
  t.deepEqual(codeChange, { kind: 'none', version: '1' });
  t.deepEqual(
    targets.map(({ name }) => name),
    ['stage', 'prod'],
  );
});

for (const [title, inputs, kind, detail] of [
  ['new code', { codeOf: undefined, api: 'old' }, 'update', 'changed: code or configuration'],
  [
    'code that is uploaded',
    { codeOf: '$LATEST', api: 'old' },
    'publish',
    'changed: code or configuration',
  ],
  ['a new API definition', { codeOf: '1', api: 'new' }, 'none', 'changed: API definition'],
  [
    'both',
    { codeOf: undefined, api: 'new' },
    'update',
    'changed: code or configuration, API definition',
  ],
] as const) {
  test(`${title} is told as what changed`, async (t) => {
    const stand = await openStand(t);
    const compared = await compare(t, stand, inputs);
    t.false(compared.isReleased);
    t.is(compared.detail, detail);
    t.is(compared.codeChange.kind, kind);
  });
}

test('one target that serves it is not enough', async (t) => {
  const stand = await openStand(t);
  const { clients, pair, read } = stand;
  const onTrial = await beginTrial(clients, await read(), pair('2@old'), 'r1');
  await acceptTrial(clients, onTrial, 'r1');
  const compared = await compare(t, stand, { codeOf: '2', api: 'old' });
  t.deepEqual(compared.codeChange, { kind: 'none', version: '2' });
  t.false(compared.isReleased);
  t.is(compared.detail, 'targets to catch up');
});

test('what is served and not accepted is not released', async (t) => {
  const stand = await openStand(t, {
    versions: 1,
    journal: 'trial 1@old after nothing by release r0',
  });
  t.false((await compare(t, stand, { codeOf: '1', api: 'old' })).isReleased);
});

test('before anything is provisioned nobody is asked, and everything is new', async (t) => {
  const stand = await openStand(t, { versions: 1 });
  const bundle = { zip: Buffer.alloc(0), codeSha256: '' };
  const context = createContext(t, stand.stack, { bundle });
  const outputs = { ...stand.stack.outputs, restApiId: notYet, deploymentId: notYet };
  stand.stack.aws.calls.clear();
  const { targets, isReleased, codeChange } = await compareWithLive(context, outputs, bundle).run();
  t.deepEqual(stand.stack.aws.calls.list(), []);
  t.false(isReleased);
  t.is(codeChange.kind, 'update');
  t.deepEqual(
    targets.map(({ name, alias, apiStage }) => [name, alias.name, apiStage.deploymentId]),
    [
      ['stage', 'STAGE', notYet],
      ['prod', 'PROD', notYet],
    ],
  );
});
