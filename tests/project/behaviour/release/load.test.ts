import test from 'ava';
import { isFullForm } from '../../_helpers/matrix.ts';
import type { TargetOverrides } from './_context.ts';
import { lagOf, lagsToRun, whenLagging } from './_lags.ts';
import { startLoad } from './_load.ts';
import { Releases, type Change } from './_releases.ts';
import { quickRollout } from './_rollout.ts';

const both: Change = { code: true, api: true };

/** What goes on, again and again, while both targets are under load. */
const kinds: Readonly<Record<string, (releases: Releases) => Promise<void>>> = {
  'a code release': (releases) => releases.release({ code: true }),
  'an API release': (releases) => releases.release({ api: true }),
  'a combined release': (releases) => releases.release(both),
  'a rollout of code': (releases) => releases.release({ code: true }, rollouts),
  'a rollout of code and API definition': (releases) => releases.release(both, rollouts),
  'a combined release that is red on stage': (releases) => releases.fail('stage'),
  'a combined release that is red on prod': (releases) => releases.fail('prod'),
  'a rollout that is red at its end': (releases) => releases.fail('prod', rollouts),
  async 'a rollback'(releases) {
    await releases.release(both);
    await releases.rollBack();
  },
};

/** Judged so that chance puts nothing back. */
const rollouts: TargetOverrides = { prod: { rollout: quickRollout({ level: 1e-9 }) } };

/** In all; in the quick form each kind of command still runs until its share has been answered. */
const requests = isFullForm ? 60_000 : 4_500;
const share = Math.ceil(requests / Object.keys(kinds).length);
const perSecond = 400;

const runs = Object.entries(kinds).flatMap(([title, run], part) =>
  lagsToRun(part).map((seconds) => ({ title: `${title}${whenLagging(seconds)}`, run, seconds })),
);

for (const { title, run, seconds } of runs) {
  test.serial(`under load, ${title} fails no request and mixes no answer`, async (t) => {
    t.timeout(300_000);
    // With a standby nothing of what is red reaches callers of `prod`, who are to meet it here.
    const hasStandby = !title.includes(' red ');
    const options = { hasStandby, hasCallers: seconds > 0 };
    const releases = await Releases.start(t, lagOf(seconds), options);
    const load = await startLoad(t, releases.stack, { perSecond });
    const already = load.count();
    let rounds = 0;
    while (load.count() - already < share) {
      await run(releases);
      rounds += 1;
    }
    const answers = await load.end();

    t.log(`${String(answers.length)} requests during ${title}, ${String(rounds)} times over`);
    t.true(answers.length >= share);
    t.deepEqual(releases.wrong(answers).slice(0, 10), []);
    t.log(`${String(releases.checkTrace())} answers were possible: 0 mixed, 0 ungated or put back`);
    // Else the load would have met no switch.
    const pairs = answers.map(({ target, version, deployment }) => [target, version, deployment]);
    t.true(new Set(pairs.map(String)).size > rounds, String(rounds));
  });
}
