import { verifyCredentialsLast } from './aws/credentials.ts';
import type { ReleaseContext } from './context.ts';
import { makeCandidate, type Compared } from './make-candidate.ts';
import type { Place } from './place.ts';
import type { Work } from './put-back.ts';
import { inEach, inEachToTheEnd, inWaves, contextsByRegion } from './regions.ts';
import { leastSeconds } from './rollout-time.ts';
import { explainStop, inSessions, takeLocks } from './sessions.ts';
import { stopForApproval } from './steps/approval.ts';
import { approve } from './steps/approve.ts';
import { bundleHandler } from './steps/bundle.ts';
import { compareWithLive } from './steps/compare.ts';
import { asksForConcurrency, provideConcurrency } from './steps/concurrency.ts';
import { preflight, type Preflight } from './steps/preflight.ts';
import { provision, type Provisioned } from './steps/provision.ts';
import { settleTargets } from './steps/settle.ts';
import { checkFunctionTypes } from './steps/typecheck.ts';
import { unitTier } from './steps/unit-tier.ts';
import { sideBySide } from './steps.ts';
import {
  acceptOn,
  closeAfterTesting,
  stageBeforeCallers,
  takeThroughGates,
  testBeforeCallers,
} from './through-gates.ts';
import type { Bundle } from '../bundler/bundle.ts';
import { seeTarget } from './traffic/seen-target.ts';
import { hasAccepted, type Target } from './traffic/target.ts';
import { findWaiting } from './traffic/waiting.ts';

const work: Work = { doing: 'releasing', targets: undefined, clearsUp: true };

export interface ReleaseReport {
  readonly outcome: 'released' | 'nothing to release' | 'waiting for approval' | 'planned';
  /** Of one region after the other. */
  readonly targets: readonly Target[];
  /** Name of the target that asks for approval, if the release stopped for that. */
  readonly waiting?: string;
}

/** One region of a release, and what was found wrong or right there. */
interface Checked extends Preflight {
  readonly context: ReleaseContext;
}

/** What a release finds in one region, before it writes anything there. */
interface Found extends Checked, Compared {}

/**
 * The whole gated promotion: test the code, publish an immutable version, test that version, and
 * then, target by target, test where callers do not meet it, promote, or promote and test, going back to what
 * was served before when a gate is red. In several regions each step is in all of them at the same time, but
 * targets behind the first are promoted wave by wave, after what is tested before callers is green everywhere, and
 * accepted when the last wave is green.
 *
 * @throws {FailedRun} when it stopped; what it had changed is put back by then, in every region.
 */
export async function release(context: ReleaseContext): Promise<ReleaseReport> {
  const { steps, stop, settings, reporter, isDryRun, until } = context;
  const regions = contextsByRegion(context);
  const everywhere = <P, R>(places: readonly P[], step: (place: P) => Promise<R>) =>
    inEach(stop, places, step);
  try {
    const [checked, bundle] = await sideBySide(
      stop,
      everywhere(regions, check),
      steps.run(bundleHandler(context)),
      steps.run(unitTier(context)),
      steps.run(checkFunctionTypes(context)),
    );
    const provisioned = await steps.run(provision(context, checked));
    const found = await everywhere(provisioned, (region) => compare(region, bundle));
    const before = found.flatMap(({ live }) => live.targets);
    reporter.report({ kind: 'targets', when: 'before', targets: before.map(seeTarget) });
    const approved = await findApproved(context, found);
    if (found.every(({ live, lock }) => live.isReleased && lock.interrupted === undefined)) {
      return { outcome: 'nothing to release', targets: before };
    }

    const sessions = await takeLocks(
      found.map((region) => ({
        ...region,
        work: { ...work, outputs: region.outputs, restored: new Map() },
      })),
      ({ identity }) => ({ kind: 'release', who: identity.arn, approves: approved }),
    );
    const reach = { approved, until };
    return await inSessions(sessions, async () => {
      const places = await everywhere(sessions, (region) => makeCandidate(region, bundle, reach));
      if (!isDryRun) {
        const { lambda } = context.clients;
        await verifyCredentialsLast(lambda, leastSeconds(places, settings, reach));
      }
      const isReached = (name: string) => !places.some((place) => place.mustWait(name, reach));
      const stage = async (next: { readonly name: string } | undefined) => {
        if (next !== undefined && isReached(next.name)) {
          await everywhere(places, (place) => stageBeforeCallers(place, next.name));
        }
      };
      const { targets } = settings.program;
      for (const [index, { name }] of targets.entries()) {
        if (!isReached(name)) {
          const left = await everywhere(places, (place) => stopBefore(place, name));
          const outcome = isDryRun ? 'planned' : 'waiting for approval';
          return { outcome, waiting: name, targets: left.flat() };
        }
        // Where one is red, callers of no region have met the candidate.
        await everywhere(places, (place) => testBeforeCallers(place, name));
        const promoteEverywhere = async () => {
          for (const wave of inWaves(places, settings, index)) {
            await everywhere(wave, (place) => takeThroughGates(place, name));
          }
          await sideBySide(
            stop,
            // Every gate was green: a region that is lost now is caught up, and takes no other with it.
            inEachToTheEnd(places, (place) => acceptOn(place, name)),
            // Where no caller meets it.
            stage(targets[index + 1]),
          );
        };
        await sideBySide(
          stop,
          everywhere(places, (place) => closeAfterTesting(place, name)),
          promoteEverywhere(),
        );
      }
      const settled = await everywhere(places, tidyUp);
      return { outcome: isDryRun ? 'planned' : 'released', targets: settled.flat() };
    });
  } catch (error) {
    throw await explainStop(regions, error, work);
  }
}

async function check(context: ReleaseContext): Promise<Checked> {
  return { context, ...(await context.steps.run(preflight(context))) };
}

async function compare(found: Checked & Provisioned, bundle: Bundle): Promise<Found> {
  const { context, outputs } = found;
  return { ...found, live: await context.steps.run(compareWithLive(context, outputs, bundle)) };
}

/**
 * What `--continue` approves, in every region where something waits.
 *
 * @returns the name of the target; undefined where nothing is to be approved.
 */
async function findApproved(
  { isContinued = false, isAgain, stop }: ReleaseContext,
  found: readonly Found[],
): Promise<string | undefined> {
  const open = isContinued ? found.filter((region) => !isLeftToTidyUp(region)) : [];
  const waiting = open.filter(({ live }) => findWaiting(live.targets, { isAgain }) !== undefined);
  const approved = await inEach(
    stop,
    waiting.length > 0 ? waiting : open.slice(0, 1),
    ({ context, live, outputs }) => context.steps.run(approve(context, live, outputs.deploymentId)),
  );
  return approved[0];
}

/** Whether a release was killed when every target had accepted what is here: nothing waits any more. */
function isLeftToTidyUp({
  live: { targets, codeChange },
  outputs: { deploymentId: deployment },
  lock,
}: Found): boolean {
  return (
    lock.interrupted !== undefined &&
    codeChange.kind === 'none' &&
    targets.every((target) => hasAccepted(target, { version: codeChange.version, deployment }))
  );
}

/** Leaves a target and those behind it as they were accepted last, and tidied up. */
async function stopBefore(place: Place, name: string): Promise<readonly Target[]> {
  const { context } = place;
  const rest = await context.steps.run(stopForApproval(context, place.from(name)));
  return tidyUp(place, place.before(name), rest);
}

/**
 * What is left to do where every gate was green.
 *
 * @param others that the release does not come to: what a killed one left is finished there as well.
 */
async function tidyUp(
  place: Place,
  reached = place.targets,
  others: readonly Target[] = [],
): Promise<readonly Target[]> {
  const { context } = place;
  const { steps, settings } = context;
  const settled = await steps.run(settleTargets(context, [...reached, ...others]));
  if (asksForConcurrency(settings)) {
    await steps.run(provideConcurrency(context, settled.slice(0, reached.length)));
  }
  return settled;
}
