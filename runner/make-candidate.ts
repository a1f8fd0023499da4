import type { Bundle } from '../bundler/bundle.ts';
import type { ReleaseContext } from './context.ts';
import { Place } from './place.ts';
import type { Work } from './put-back.ts';
import { inEach } from './regions.ts';
import type { Session } from './session.ts';
import type { Comparison } from './steps/compare.ts';
import { endOtherTrials, hasOtherTrial } from './steps/end-trials.ts';
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
import type { Target } from './traffic/target.ts';
import { mustWait, type Reach } from './traffic/waiting.ts';

/** One region of a release, as its targets compare with program and bundle. */
export interface Compared extends Provisioned {
  readonly context: ReleaseContext;
  readonly live: Comparison;
}

/** Publishes the version, and tests it by itself. */
export async function makeCandidate(
  {
    context,
    session,
    outputs,
    live,
    work,
  }: Compared & { readonly session: Session | undefined; readonly work: Work },
  bundle: Bundle,
  reach: Reach,
): Promise<Place> {
  const { steps, stop } = context;
  const pinned = await steps.run(pinAliases(context, outputs, live.targets));
  const version = await steps.run(makeVersion(context, live.codeChange, bundle));
  const seen = await steps.run(readAgain(context, outputs, pinned));
  const mended = haveStrayed(seen, live.records, outputs.deploymentId)
    ? await steps.run(mendSettings(context, seen, outputs.deploymentId))
    : seen;
  const candidate = { version, deployment: outputs.deploymentId };
  session?.about({ pair: candidate, codeSha256: bundle.codeSha256 });
  await steps.run(respectRollbacks(context, mended, candidate));
  const others = mended.filter((target) => hasOtherTrial(target, candidate));
  const targets =
    others.length > 0 ? await steps.run(endOtherTrials(context, mended, candidate)) : mended;
  others.forEach((target) => work.restored?.set(target.name, target));
  const isBehind = (target: Target) => mustWait(target, candidate, context.settings, reach);
  const end = targets.findIndex(isBehind);
  const inReach = targets.slice(0, end === -1 ? undefined : end);
  const rollouts = await steps.run(planRollouts(context, inReach, candidate));
  const place = new Place(context, candidate, rollouts, targets);
  await sideBySide(stop, steps.run(lambdaTier(context, version)), prepareStandbys(place, inReach));
  return place;
}

/** Of the targets that are tested before their callers meet the candidate, as far as the release goes. */
async function prepareStandbys(place: Place, inReach: readonly Target[]): Promise<void> {
  const { context, candidate } = place;
  const { steps, stop } = context;
  const prepared = await inEach(
    stop,
    inReach.filter((target) => place.isTestedFirst(target)),
    (target) => steps.run(prepare(context, target, candidate)),
  );
  prepared.forEach((target) => {
    place.update(target);
  });
}
