import test from 'ava';
import { pointsToRun } from '../../_helpers/matrix.ts';
import { withBeta } from './_beta.ts';
import { assertServed, Candidates, settingsNumbered } from './_candidates.ts';
import { startRetire } from './_child.ts';
import { describeKill, killsAt, recordCalls, runAndKill } from './_killed.ts';
import { lagOf, lagsToRun, whenLagging } from './_lags.ts';
import { runFailingRelease, runRelease } from './_release.ts';
import { runRetire } from './_retire.ts';
import { createStack } from './_stack.ts';
import { WholePairs } from './_trace.ts';

/** In the quick form it kills at one call, of a deletion. */
const quick = { stride: 8, start: 3 };

for (const seconds of lagsToRun(1)) {
  const when = whenLagging(seconds);
  test.serial(`killed before or after any call, retiring a target converges${when}`, async (t) => {
    t.timeout(900_000);
    const stack = await createStack(t, lagOf(seconds), { stages: settingsNumbered(0) });
    const candidates = await Candidates.release(t, stack);
    const outputs = withBeta(stack.outputs);
    const add = async (name: string) => {
      const { beta, ...others } = await candidates.next(name, {
        code: true,
        api: true,
        adds: true,
      });
      await runRelease(t, stack, { ...others, beta });
      await assertServed(t, stack, { ...others, ...(beta && { beta }) }, name);
      return others;
    };
    await add('recorded');
    const calls = await recordCalls(t, stack, await startRetire(t, stack, { id: 'recorded' }), 0);
    const kills = killsAt(pointsToRun(calls, quick.stride, quick.start));
    let killed = 0;
    for (const kill of kills) {
      const point = describeKill(kill);
      const candidate = await add(point);
      const child = await startRetire(t, stack, { id: 'killed' });
      killed += (await runAndKill(stack, child, kill)) === null ? 1 : 0;
      await assertServed(t, stack, candidate, point);

      const { status, message } = await runFailingRelease(t, stack, { ...candidate, outputs });
      t.is(status, 2, `${point}: ${message}`);
      t.regex(message, /npm run retire -- --target beta/, point);

      await runRetire(t, stack);
      await assertServed(t, stack, candidate, point);
      t.is((await stack.alias('RELEASE')).description, 'free', point);
      await t.throwsAsync(stack.alias('BETA'), { name: 'ResourceNotFoundException' }, point);
    }
    t.log(`killed at ${String(killed)} of ${String(kills.length)} points`);
    t.is(killed, kills.length);
  });
}

test('where a target comes back at once, no host mixes what it was with what it is', async (t) => {
  t.timeout(300_000);
  const stack = await createStack(t, lagOf(5), { stages: settingsNumbered(0) });
  const candidates = await Candidates.release(t, stack);
  const pairs = new WholePairs();
  const note = async (deployment: string) => {
    const { version } = await stack.alias('STAGE');
    pairs.add({ version, deployment });
  };
  await note(candidates.current.deploymentId);
  const added = await candidates.next('added', { code: true, api: true, adds: true });
  await runRelease(t, stack, { ...added, until: 'beta' });
  await note(added.deploymentId);
  // It begins with what prod serves, which is older than what it had.
  await runRetire(t, stack);
  const again = await candidates.next('again', { code: true, api: true, adds: true });
  await runRelease(t, stack, again);
  await note(again.deploymentId);
  t.log(pairs.check(stack));
  await assertServed(t, stack, again, 'again');
});
