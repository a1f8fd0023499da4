import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { reportDone, reportFailed } from '../../../../runner/commands/leave-report.ts';
import { openReporters } from '../../../../runner/commands/open-context.ts';
import { readHistory } from '../../../../runner/history/entries.ts';
import { notifySettings } from '../../../../stack/notify-settings.ts';
import { temporaryFolder } from '../../../../local/tests/_helpers/temporary-folder.ts';
import { openWebhook, type Webhook } from '../../_helpers/webhook.ts';
import { runFailingRelease, runRelease, type ReleaseOptions } from './_release.ts';
import { runRollback } from './_rollback.ts';
import { releaseFirst } from './_rollout.ts';
import { createStack, functionName, handlerSaying, type TestStack } from './_stack.ts';
import { redOn } from './_tier-commands.ts';

const secret = 's3cret-path';
const id = '20261123T051512-1f0c';
const targets = { prod: { approval: 'required' } } as const satisfies ReleaseOptions['targets'];

/** What a command opens for a run, with a webhook whose URL is in the environment. */
async function openRun(t: ExecutionContext, webhook: Webhook, kind: 'release' | 'rollback') {
  process.env.NOTIFY_TEST_URL = `${webhook.url}/${secret}`;
  const file = join(await temporaryFolder(t, 'notify-'), 'events.ndjson');
  const notify = notifySettings.parse([{ urlFrom: 'NOTIFY_TEST_URL' }]);
  const reporter = openReporters(file, { notify });
  const about = { release: id, stack: 'local' };
  reporter.report(
    kind === 'release' ? { kind, ...about, dryRun: false } : { kind, ...about, target: 'prod' },
  );
  const end = { reporter, countedCalls: () => [] };
  return {
    onEvent: reporter.report.bind(reporter),
    done: (report: Parameters<typeof reportDone>[1]) => {
      reportDone(end, report);
    },
    failed: (failed: Parameters<typeof reportFailed>[1]) => {
      reportFailed(end, failed);
    },
    /** @returns all that is left of the run. */
    async close(stack: TestStack): Promise<string> {
      await reporter.settle();
      reporter.close();
      const history = await readHistory(stack.clients, functionName, 9);
      return JSON.stringify([await readFile(file, 'utf8'), reporter.events, history]);
    },
  };
}

const toldBy = ({ posted }: Webhook) => posted.map(({ body: { event } }) => event);

test.serial('a release that waits, its end and the way back are told', async (t) => {
  const stack = await createStack(t);
  await releaseFirst(t, stack);
  const webhook = await openWebhook(t);
  const bundle = await handlerSaying(t, 'second');

  const first = await openRun(t, webhook, 'release');
  first.done(await runRelease(t, stack, { bundle, targets, onEvent: first.onEvent }));
  const left = [await first.close(stack)];
  t.deepEqual(toldBy(webhook), ['started', 'waiting for approval']);
  t.like(webhook.posted[1]?.body, { waiting: 'prod', next: 'npm run release -- --continue' });

  const second = await openRun(t, webhook, 'release');
  const { onEvent } = second;
  second.done(await runRelease(t, stack, { bundle, targets, isContinued: true, onEvent }));
  left.push(await second.close(stack));
  t.deepEqual(toldBy(webhook).slice(2), ['started', 'released']);
  t.like(webhook.posted[3]?.body, {
    candidate: { version: '3', deployment: stack.outputs.deploymentId },
    targets: { 0: { name: 'stage', version: '3' }, 1: { name: 'prod', version: '3' } },
  });

  const back = await openRun(t, webhook, 'rollback');
  back.done(await runRollback(t, stack, { onEvent: back.onEvent }));
  left.push(await back.close(stack));
  t.deepEqual(toldBy(webhook).slice(4), ['started', 'rolled back']);
  t.like(webhook.posted[5]?.body, { targets: { 0: { name: 'prod', version: '2' } } });

  t.true(webhook.posted.every(({ path }) => path === `/hook/${secret}`));
  const said = JSON.stringify(webhook.posted.map(({ body }) => body));
  t.false(`${said}${left.join()}`.includes(secret));
});

for (const answer of [200, 500, 'never'] as const) {
  test.serial(`a release is put back whatever a webhook answers: ${String(answer)}`, async (t) => {
    const stack = await createStack(t);
    await releaseFirst(t, stack);
    const webhook = await openWebhook(t, answer);
    const run = await openRun(t, webhook, 'release');
    const failed = await runFailingRelease(t, stack, {
      bundle: await handlerSaying(t, 'second'),
      tiers: { api: redOn('stage') },
      onEvent: run.onEvent,
    });
    t.is(failed.status, 1);
    t.deepEqual(failed.putBack, ['stage']);
    t.regex(await stack.ask('stage'), /^200 first 2@/);
    run.failed(failed);
    const left = await run.close(stack);
    t.false(left.includes(secret));
    t.is(left.includes('was not notified'), answer !== 200);
    if (answer === 200) {
      t.deepEqual(toldBy(webhook), ['started', 'put back']);
      t.like(webhook.posted[1]?.body, { putBack: { 0: 'stage' }, candidate: { version: '3' } });
    }
  });
}
