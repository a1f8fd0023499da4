import type { Bundle } from '../bundler/bundle.ts';
import type { ReleaseContext } from './context.ts';
import { Place } from './place.ts';
import { inEach } from './regions.ts';
import type { Session } from './session.ts';
import type { Comparison } from './steps/compare.ts';
import { lambdaTier } from './steps/lambda-tier.ts';
import { mendSettings } from './steps/mend-settings.ts';
import { pinAliases } from './steps/pin.ts';
import { prepare } from './steps/prepare.ts';
import type { Provisioned } from './steps/provision.ts';
import { readAgain } from './steps/read-again.ts';
import { respectRollbacks } from './steps/rollbacks.ts';
import { planRollouts } from './steps/rollouts.ts';
import { makeVersion } from './steps/version.ts';
import { sideBySide } from './steps.ts';
import { haveStrayed } from './traffic/settings-change.ts';
import type { Reach } from './traffic/waiting.ts';

/** One region of a release, as its targets compare with program and bundle. */
export interface Compared extends Provisioned {
  readonly context: ReleaseContext;
  readonly live: Comparison;
}

/** Publishes the version, and tests it by itself. */
export async function makeCandidate(
  { context, session, outputs, live }: Compared & { readonly session: Session | undefined },
  bundle: Bundle,
  reach: Reach,
): Promise<Place> {
  const { steps, stop } = context;
  const pinned = await steps.run(pinAliases(context, outputs, live.targets));
  const version = await steps.run(makeVersion(context, live.codeChange, bundle));
  const seen = await steps.run(readAgain(context, outputs, pinned));
  const targets = haveStrayed(seen, live.records, outputs.deploymentId)
    ? await steps.run(mendSettings(context, seen, outputs.deploymentId))
    : seen;
  const candidate = { version, deployment: outputs.deploymentId };
  session?.about({ pair: candidate, codeSha256: bundle.codeSha256 });
  await steps.run(respectRollbacks(context, targets, candidate));
  const rollouts = await steps.run(planRollouts(context, targets, candidate));
  const place = new Place(context, candidate, rollouts, targets);
  await sideBySide(stop, steps.run(lambdaTier(context, version)), prepareStandbys(place, reach));
  return place;
}

/** Of the targets that are tested before their callers meet the candidate, as far as the release goes. */
async function prepareStandbys(place: Place, reach: Reach): Promise<void> {
  const { context, candidate, targets } = place;
  const { steps, stop } = context;
  const end = targets.findIndex(({ name }) => place.mustWait(name, reach));
  const inReach = targets.slice(0, end === -1 ? undefined : end);
  const prepared = await inEach(
    stop,
    inReach.filter((target) => place.isTestedFirst(target)),
    (target) => steps.run(prepare(context, target, candidate)),
  );
  prepared.forEach((target) => {
    place.update(target);
  });
}
