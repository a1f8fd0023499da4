import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { pointsToRun } from '../../_helpers/matrix.ts';
import { waitFor } from '../../../../local/tests/_helpers/launcher.ts';
import { killAtCall } from './_called.ts';
import { createCheckout, realApiTier, type Checkout } from './_checkout.ts';
import type { Running } from './_command.ts';
import { createReleasedCheckout } from './_released.ts';

/** In the quick form it kills in every eighth step; `release/crash` kills at calls. */
const quickStride = 8;

const released = await createReleasedCheckout({ areTiersGreen: true });
const fresh = await createCheckout({ areTiersGreen: true });
test.after.always(() => released.close());
test.after.always(() => fresh.close());

/** Starts a release, and kills all its processes as soon as something is so. */
async function killRelease(
  checkout: Checkout,
  isTime: (file: string, running: Running) => Promise<void>,
): Promise<void> {
  const file = join(checkout.root, 'events.ndjson');
  const running = checkout.start('release', ['--events', file]);
  await isTime(file, running);
  running.killAll('SIGKILL');
  await running.ended;
}

async function bothServe(t: ExecutionContext, checkout: Checkout, edition: string) {
  const serving = [await checkout.edition('stage'), await checkout.edition('prod')];
  t.deepEqual(serving, [edition, edition]);
}

/** Of a release that changes code, in the order in which they started. */
async function releaseSteps(t: ExecutionContext): Promise<string[]> {
  const file = join(released.root, 'events.ndjson');
  await released.editHandler('first');
  const { status, stderr } = await released.release('--events', file);
  t.is(status, 0, stderr);
  await released.serve();
  await released.status();
  await bothServe(t, released, 'first');
  const started = released.events(file).filter(({ kind }) => kind === 'step-started');
  return started.map(({ step }) => String(step));
}

async function killAt(t: ExecutionContext, step: string): Promise<void> {
  const before = await released.edition('prod');
  const edition = `killed at ${step}`;
  await released.editHandler(edition);
  await killRelease(released, (file, running) => released.reached(file, step, running));

  const [stage, prod] = [await released.edition('stage'), await released.edition('prod')];
  t.true([before, edition].includes(stage), `${step}: stage serves ${stage}`);
  t.true([before, stage].includes(prod), `${step}: prod serves ${prod}`);

  const { status, stderr } = await released.release();
  t.is(status, 0, `${step}: ${stderr}`);
  await bothServe(t, released, edition);
  t.notRegex((await released.run('status')).stdout, /on trial|moved by hand/, step);
}

test.serial('killed at any of its steps, the next release converges', async (t) => {
  t.timeout(900_000);
  const steps = await releaseSteps(t);
  t.true(steps.length >= 17, steps.join(', '));
  const chosen = pointsToRun(steps, quickStride);
  for (const step of chosen) {
    await killAt(t, step);
  }
  t.log(`killed at ${chosen.join(', ')}`);
});

const creations = ['CreateFunction', 'CreateRestApi', 'CreateStage'];

test.serial('killed again and again in its first pulumi up, a release converges', async (t) => {
  t.timeout(240_000);
  await fresh.serve();
  await fresh.editHandler('fresh');
  for (const operation of creations) {
    await killAtCall(fresh, operation, 'release');
  }
  const { status, stderr } = await fresh.release();
  t.is(status, 0, stderr);
  await bothServe(t, fresh, 'fresh');
});

test.serial('Ctrl-C in the api tier puts back and says so', async (t) => {
  t.timeout(120_000);
  const before = await released.live();
  const serving = await released.edition('prod');
  await released.editHandler('interrupted');
  await released.setApiTier(realApiTier);
  const undo = await released.edit(
    'tests/api/greeting.test.ts',
    "\ntest('knows",
    "\ntest('waits', () => new Promise((resolve) => setTimeout(resolve, 60_000)));\ntest('knows",
  );
  const file = join(released.root, 'events.ndjson');
  const running = released.start('release', ['--events', file]);
  await released.reached(file, 'api-tier-stage', running);
  await waitFor('stage serves it', async () => (await released.edition('stage')) === 'interrupted');
  running.killAll('SIGINT');
  const { status, stdout, stderr, lastLine } = await running.ended;
  await undo();
  t.is(status, 130, stderr);
  t.is(stdout, '');
  t.regex(stderr, /Interrupted: putting back what was changed\./);
  t.regex(
    lastLine,
    /^The release was interrupted\. Put back: stage\. Serving now: stage \d+@\w+, prod \d+@\w+\. Next: npm run release/,
  );
  const live = await released.live();
  t.is(live.aliases.STAGE?.version, before.aliases.STAGE?.version);
  t.deepEqual(live.aliases.PROD, before.aliases.PROD);
  t.deepEqual(live.stages, before.stages);
  await bothServe(t, released, serving);
});
