import test from 'ava';
import { isFullForm } from '../../_helpers/matrix.ts';
import { startLoad } from './_load.ts';
import { Releases, type Change } from './_releases.ts';
import { quickRollout } from './_rollout.ts';

const both: Change = { code: true, api: true };
/** Judged so that chance puts nothing back. */
const rollouts = { prod: { rollout: quickRollout({ level: 1e-9 }) } };

/** What follows on each other without a pause, while hosts still learn of what was before. */
const course: readonly ((releases: Releases) => Promise<void>)[] = [
  (releases) => releases.release(both),
  (releases) => releases.release({ code: true }),
  (releases) => releases.release({ api: true }),
  (releases) => releases.fail('prod'),
  (releases) => releases.release(both, rollouts),
  (releases) => releases.rollBack(),
  (releases) => releases.fail('prod', rollouts),
  (releases) => releases.release({ code: true }, rollouts),
  (releases) => releases.fail('stage'),
  (releases) => releases.release(both),
  (releases) => releases.rollBack(),
];

/** Seconds. Reads of the control plane are old, too. */
const lags = isFullForm ? [0.5, 2, 5] : [0.3];

const runs = lags.flatMap((seconds) =>
  (isFullForm ? [true, false] : [true]).map((hasStandby) => ({ seconds, hasStandby }) as const),
);

for (const { seconds, hasStandby } of runs) {
  const when = hasStandby ? 'tested on a standby' : 'tested afterwards';
  const title = `with a lag of ${String(seconds)} s, ${when}, nothing is mixed, ungated or red`;
  test.serial(title, async (t) => {
    t.timeout(900_000);
    const lag = { alias: seconds, stage: seconds * 1.5, read: seconds / 2, hosts: 4 };
    const releases = await Releases.start(t, { ...lag, seed: 20261125 }, { hasStandby });
    const load = await startLoad(t, releases.stack, 200);
    for (const act of course) {
      await act(releases);
    }
    const answers = await load.end();
    t.log(`${String(answers.length)} requests to 4 hosts during ${String(course.length)} commands`);
    t.deepEqual(releases.wrong(answers).slice(0, 10), []);
    t.notThrows(() => {
      releases.checkTrace();
    });
    // Else the hosts would not have lagged.
    const pairs = answers.map(({ version, deployment }) => `${version}@${deployment}`);
    t.true(new Set(pairs).size > course.length / 2);
  });
}
