import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import test from 'ava';
import { isFullForm } from '../../_helpers/matrix.ts';
import { createCheckout } from './_checkout.ts';
import type { Outcome } from './_command.ts';

const checkout = await createCheckout({ areTiersGreen: true });
test.after.always(() => checkout.close());

const isReleased = ({ status, stdout }: Outcome) =>
  status === 0 && stdout.includes('\nReleased in ');
const isIdle = ({ status, stdout }: Outcome) =>
  status === 0 && stdout.includes('\nNothing to release');

/** While the other makes the stack nothing may be provisioned yet, or a target be there in part. */
const servingAtFirst = /Serving now|Nothing is provisioned|What serves now could not be read/;

/** The first round is the stack's first release. Milliseconds between the two starts. */
const offsets = isFullForm ? [0, 200, 700, 1500] : [0, 700];

for (const [round, offset] of offsets.entries()) {
  test.serial(
    `of two releases ${String(offset)} ms apart one wins (round ${String(round)})`,
    async (t) => {
      t.timeout(180_000);
      const edition = `round ${String(round)}`;
      await checkout.editHandler(edition);
      const first = checkout.start('release');
      await delay(offset);
      const both = await Promise.all([first.ended, checkout.release()]);

      const said = both.map(
        ({ status, stdout, stderr }) => `${String(status)}\n${stdout}${stderr}`,
      );
      t.is(both.filter(isReleased).length, 1, said.join('\n'));
      const loser = both.find((outcome) => !isReleased(outcome));
      t.true(loser?.status === 4 || (loser !== undefined && isIdle(loser)), said.join('\n'));
      t.notRegex(loser?.stderr ?? '', /^ {4}at /m);
      if (loser?.status === 4) {
        const serving = round === 0 ? servingAtFirst : /Serving now: /;
        t.regex(loser.lastLine, /Nothing had to be put back\. .*Next: /);
        t.regex(loser.lastLine, serving);
      }

      await checkout.serve();
      t.deepEqual(
        [await checkout.edition('stage'), await checkout.edition('prod')],
        [edition, edition],
      );
      t.notRegex((await checkout.run('status')).stdout, /on trial|moved by hand/);
      const before = await checkout.live();
      const again = await checkout.release();
      t.true(isIdle(again), again.stdout + again.stderr);
      t.deepEqual(await checkout.live(), before);
    },
  );
}

test.serial('what a release works on is not deleted meanwhile', async (t) => {
  t.timeout(120_000);
  await checkout.serve();
  await checkout.editHandler('while somebody destroys');
  await checkout.setApiTier('sleep 10');
  const file = join(checkout.root, 'events.ndjson');
  const running = checkout.start('release', ['--events', file]);
  await checkout.reached(file, 'api-tier-stage', running);
  const { status, lastLine } = await checkout.run('destroy', ['--yes']);
  t.is(status, 4);
  t.regex(
    lastLine,
    /^Release \S+ is running\. Next: wait until it has ended, then: npm run destroy$/,
  );
  const released = await running.ended;
  t.true(isReleased(released), released.stderr);
});
