import { createServer } from 'node:net';
import { once } from 'node:events';
import { join } from 'node:path';
import { UpdateAliasCommand } from '@aws-sdk/client-lambda';
import test, { type ExecutionContext } from 'ava';
import { failureResult, type FailureResult } from '../../../../runner/report/results/failure.ts';
import { result } from '../../../../runner/report/results/result.ts';
import {
  apiTierResult,
  bundleResult,
  destroyResult,
  driftResult,
  historyResult,
  lambdaTierResult,
  policyResult,
  pruneResult,
  releaseResult,
  rollbackResult,
  statusResult,
  verifyResult,
} from '../../../../runner/report/results/successes.ts';
import { temporaryFolder } from '../../../../local/tests/_helpers/temporary-folder.ts';
import { createCheckout } from './_checkout.ts';
import type { Environment, Outcome } from './_command.ts';
import { functionName } from './_live.ts';

const checkout = await createCheckout();
test.after.always(() => checkout.close());

/** A schema of zod, and what it makes of a value. */
interface Schema<T> {
  parse(value: unknown): T;
}

/** The one object on stdout, which holds no field that its schema does not know. */
function read<T>(t: ExecutionContext, schema: Schema<T>, { stdout, stderr }: Outcome): T {
  t.regex(stdout, /^\{[^\n]*\}\n$/, stderr);
  const said: unknown = JSON.parse(stdout);
  const known: unknown = result.parse(said);
  t.deepEqual(known, said);
  const parsed = schema.parse(said);
  t.deepEqual<unknown, unknown>(parsed, said);
  return parsed;
}

async function succeed<T>(
  t: ExecutionContext,
  schema: Schema<T>,
  script: string,
  ...args: readonly string[]
): Promise<T> {
  const outcome = await checkout.run(script, ['--json', ...args]);
  t.is(outcome.status, 0, outcome.stderr);
  return read(t, schema, outcome);
}

async function fail(
  t: ExecutionContext,
  status: number,
  [script = '', ...args]: readonly string[],
  env?: Environment,
): Promise<FailureResult> {
  const outcome = await checkout.run(script, ['--json', ...args], env);
  t.is(outcome.status, status, outcome.stderr);
  const failure = read(t, failureResult, outcome);
  t.is(failure.status, status);
  t.not(outcome.lastLine, '', 'a person is told as well');
  return failure;
}

test.serial('where the embedded AWS does not start, a failure says so', async (t) => {
  const other = createServer().listen(0, '127.0.0.1');
  t.teardown(() => other.close());
  await once(other, 'listening');
  const address = other.address();
  const port = String(typeof address === 'object' ? address?.port : address);
  t.like(await fail(t, 3, ['status'], { LOCAL_AWS_PORT: port }), {
    command: 'status',
    outcome: 'failed',
    resource: 'the embedded AWS',
    next: { text: 'mend that, then run the command again' },
  });
});

test.serial('without AWS credentials every command says so', async (t) => {
  t.timeout(120_000);
  const home = await temporaryFolder(t);
  for (const script of ['release', 'status', 'policy', 'test:api']) {
    t.like(await fail(t, 3, [script, '--stack', 'dev'], { HOME: home }), {
      command: script,
      stack: 'dev',
      outcome: 'failed',
      failedStep: script === 'release' ? 'preflight' : null,
      putBack: [],
      serving: null,
      lastKnown: null,
    });
  }
});

test.serial('before the first release nothing is provisioned', async (t) => {
  t.timeout(180_000);
  await checkout.serve();
  for (const script of ['status', 'history', 'drift', 'prune', 'test:lambda', 'test:api']) {
    const failure = await fail(t, 2, [script]);
    // Those go by what Pulumi's state says, which may be lost.
    const next = ['drift', 'prune'].includes(script)
      ? 'npm run release -- --provision'
      : 'npm run release';
    t.regex(failure.problem, /^Stack local has nothing provisioned yet/);
    t.like(failure, {
      command: script,
      outcome: 'refused',
      resource: 'stack local',
      next: { text: null, command: next, note: null, or: [] },
    });
  }
  t.like(await fail(t, 2, ['rollback']), { command: 'rollback', outcome: 'refused' });
});

test.serial('a release tells what it did', async (t) => {
  t.timeout(120_000);
  const planned = await succeed(t, releaseResult, 'release', '--dry-run');
  t.like(planned, { outcome: 'planned', moves: [] });
  const released = await succeed(t, releaseResult, 'release');
  t.like(released, { outcome: 'released', waiting: null, next: null, ignoredAlarms: [] });
  const nameRegion = await checkout.edit('Pulumi.local.yaml', '  aws:region: eu-west-1\n', '');
  const { digest, bytes } = await succeed(t, bundleResult, 'bundle', join(checkout.root, 'b.zip'));
  await nameRegion();
  t.is<number | undefined, number>(released.bundle?.bytes, bytes);
  const status = await succeed(t, statusResult, 'status', '--verify', digest);
  t.is(status.outcome, 'verified');
  const { targets } = status;
  t.deepEqual(released.targets, targets);
  t.deepEqual(
    released.moves.map(({ target, to }) => ({ target, to })),
    targets.map(({ name, version, deploymentId: deployment }) => ({
      target: name,
      to: { version, deployment },
    })),
  );
  t.like(await succeed(t, releaseResult, 'release'), { outcome: 'nothing to release', moves: [] });
});

test.serial(
  'a red release tells which step it was, what was put back, and what serves',
  async (t) => {
    t.timeout(120_000);
    await checkout.editHandler('red');
    const undo = await checkout.edit('tests/api/greeting.test.ts', 'Hello, ', 'Goodbye, ');
    const failure = await fail(t, 1, ['release']);
    await undo();
    const { targets } = await succeed(t, statusResult, 'status');
    t.like(failure, {
      command: 'release',
      outcome: 'red',
      failedStep: 'api-tier-stage',
      resource: 'api tier',
      putBack: ['stage'],
      notPutBack: [],
      serving: targets.map(({ name, version, deploymentId }) => ({
        target: name,
        version,
        deployment: deploymentId,
        shares: [],
      })),
      next: {
        text: 'mend the code or the tests, then',
        command: 'npm run release',
        note: null,
        or: [],
      },
    });
    t.notRegex(failure.problem, /Next|Put back|Serving/);
    t.is(failure.steps?.find(({ outcome }) => outcome === 'failed')?.step, 'api-tier-stage');
    const { releases } = await succeed(t, historyResult, 'history', '--limit', '1');
    t.like(releases[0], { release: failure.release, outcome: 'red', putBack: ['stage'] });
  },
);

test.serial('a rollback tells where from, and where to', async (t) => {
  t.timeout(120_000);
  const { moves, bundle } = await succeed(t, releaseResult, 'release');
  t.true((bundle?.bytes ?? 0) > 0);
  t.true(bundle?.largest.some(({ name }) => name === 'handler.ts'));
  const [, prod] = moves;
  const back = await succeed(t, rollbackResult, 'rollback');
  t.deepEqual(back.moves, [{ target: 'prod', from: prod?.to ?? null, to: prod?.from }]);
  const failure = await fail(t, 2, ['rollback', '--target', 'prod', '--to', '99']);
  t.like(failure, { command: 'rollback', outcome: 'refused', failedStep: 'choose' });
  t.is(failure.serving?.length, 1);
});

test.serial('every other command tells its result', async (t) => {
  t.timeout(180_000);
  t.is((await succeed(t, driftResult, 'drift')).outcome, 'no drift');
  t.is((await succeed(t, pruneResult, 'prune', '--dry-run')).outcome, 'planned');
  t.is((await succeed(t, pruneResult, 'prune')).outcome, 'pruned');
  t.true((await succeed(t, policyResult, 'policy')).releasing.Statement.length > 0);
  t.is((await succeed(t, lambdaTierResult, 'test:lambda')).target, 'stage');
  t.is((await succeed(t, apiTierResult, 'test:api', '--target', 'prod')).target, 'prod');
  await checkout.edit('tests/api/greeting.test.ts', 'Hello, ', 'Goodbye, ');
  t.like(await fail(t, 1, ['test:api']), { command: 'test:api', outcome: 'red' });
});

test.serial('what was moved by hand is drift, and ends with 1', async (t) => {
  t.timeout(60_000);
  const { lambda } = checkout.clients();
  const move = { FunctionName: functionName, Name: 'PROD', FunctionVersion: '1' };
  await lambda.send(new UpdateAliasCommand(move));
  const outcome = await checkout.run('drift', ['--json']);
  t.is(outcome.status, 1);
  t.like(read(t, driftResult, outcome), { outcome: 'drift', status: 1 });
});

test.serial('verify tells what it measured, and that the settings hold', async (t) => {
  t.timeout(120_000);
  const measured = await succeed(t, verifyResult, 'verify', '--changes', '1');
  t.like(measured, { outcome: 'holds', account: '000000000000', propagation: { tooShort: [] } });
  t.is(measured.pairs.mixed, 0);
  t.deepEqual(measured.propagation.proposed, { alias: 1, stage: 1, read: 1 });
});

test.serial('destroy is refused without --yes, and tells what it deleted', async (t) => {
  t.timeout(60_000);
  t.like(await fail(t, 2, ['destroy']), { command: 'destroy', outcome: 'refused' });
  t.like(await succeed(t, destroyResult, 'destroy', '--yes'), {
    function: 'greeting',
    account: '000000000000',
  });
});
