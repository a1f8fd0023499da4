import test from 'ava';
import { isFullForm } from '../../_helpers/matrix.ts';
import { lagOf, lagsToRun } from './_lags.ts';
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

const yes = [true] as const;
const either = isFullForm ? ([true, false] as const) : yes;

const runs = lagsToRun(2)
  .filter((seconds) => seconds > 0)
  .flatMap((seconds) =>
    either.flatMap((hasStandby) =>
      either.map((isSticky) => ({ seconds, hasStandby, isSticky }) as const),
    ),
  );

for (const { seconds, hasStandby, isSticky } of runs) {
  const when = hasStandby ? 'tested on a standby' : 'tested afterwards';
  const who = isSticky ? 'callers that stay at a host' : 'callers that come to any host';
  const title = `with a lag of ${String(seconds)} s, ${when}, for ${who}, nothing is mixed, ungated or red`;
  test.serial(title, async (t) => {
    t.timeout(900_000);
    const options = { hasStandby, hasCallers: true };
    const releases = await Releases.start(t, lagOf(seconds), options);
    const load = await startLoad(t, releases.stack, { perSecond: 200, isSticky });
    for (const act of course) {
      await act(releases);
    }
    const answers = await load.end();
    t.deepEqual(releases.wrong(answers).slice(0, 10), []);
    const possible = releases.checkTrace();
    t.log(
      `${String(answers.length)} requests to 4 hosts during ${String(course.length)} commands, ${String(possible)} answers possible: 0 mixed, 0 ungated or put back, 0 healthy releases red`,
    );
    // Else the hosts would not have lagged.
    const pairs = answers.map(({ version, deployment }) => `${version}@${deployment}`);
    t.true(new Set(pairs).size > course.length / 2);
  });
}
