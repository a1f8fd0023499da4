import { chooseEverywhere, openPlace, type Found } from './choose-everywhere.ts';
import type { ReleaseContext } from './context.ts';
import { GateError } from './errors.ts';
import { tellInterrupted } from './interrupted-rollback.ts';
import { inEach, contextsByRegion, nextHere } from './regions.ts';
import type { Reporter } from './report/events.ts';
import { advise, npmRun } from './report/next.ts';
import type { Session } from './session.ts';
import { explainStop, inSessions, takeLocks } from './sessions.ts';
import { lookAtAlarms } from './steps/alarms.ts';
import { apiTier } from './steps/api-tier.ts';
import { chooseUnderLock, chooseWayBack } from './steps/choose.ts';
import { goBack } from './steps/go-back.ts';
import { waitForUrl } from './steps/ready.ts';
import { record } from './steps/record.ts';
import { settleTargets } from './steps/settle.ts';
import { formatPair, type Pair } from '../stack/pair.ts';
import { seeTarget } from './traffic/seen-target.ts';
import type { Target } from './traffic/target.ts';
import type { Destination, WayBack } from './traffic/way-back.ts';
import { describeUneven } from './uneven-rollback.ts';

export interface RollbackOptions extends Destination {
  /** Name of the target. */
  readonly target: string;
  /** Runs the api tier afterwards. */
  readonly isTested?: boolean | undefined;
}

/** A target in one region that was rolled back. */
export interface RolledBack {
  readonly from: Pair;
  readonly target: Target;
}

export interface RollbackReport {
  readonly outcome: 'rolled back';
  /** One for each region that was not back already. */
  readonly moved: readonly RolledBack[];
  /** One for each region, as they are now. */
  readonly targets: readonly Target[];
}

/** One region while this run is the only one that writes there. */
interface Locked extends Found {
  readonly session: Session | undefined;
}

/**
 * Takes a target back to a pair that it served before, waits until that answers, and records it; in all regions
 * of the run at the same time, the same being taken away in each. The pair passed its gates when it was released, and
 * today's tests are not written for yesterday's code, so they run only when they are asked for; traffic stays back when
 * they are red. Killed at any point until it gives the lock back, the same command goes on, and not one pair further;
 * where that cannot be told of several regions, it refuses, and says what to type for each.
 *
 * @returns no move where it was back already, and was only settled.
 * @throws {FailedRun} when it stopped; a move that had begun is completed by then, and its next command names the pair.
 */
export async function rollback(
  context: ReleaseContext,
  options: RollbackOptions,
): Promise<RollbackReport> {
  const { stop, reporter } = context;
  const regions = contextsByRegion(context);
  const work = { doing: 'rolling back', targets: [options.target], clearsUp: false };
  try {
    const opened = await inEach(stop, regions, (region) => openPlace(region, options.target));
    const found = await chooseEverywhere(context, opened, options, chooseWayBack);
    tellBefore(reporter, found);

    const sessions = await takeLocks(
      found.map((region) => ({ ...region, work: { ...work, outputs: region.outputs } })),
      ({ identity }) => ({ kind: 'rollback', who: identity.arn }),
    );
    const ways: WayBack[] = [];
    const run = async () => {
      const chosen = await chooseAgain(context, sessions, options);
      ways.push(...chosen.map(({ way }) => way));
      const ended = await inEach(stop, chosen, (region) => goBackIn(region, options));
      return {
        outcome: 'rolled back' as const,
        moved: ended.filter((_, index) => ways.at(index)?.isBack === false),
        targets: ended.map(({ target }) => target),
      };
    };
    return await inSessions(sessions, run, (reason, outcome) =>
      tellInterrupted(reason, { ways, isTested: options.isTested }, outcome, context.settings),
    );
  } catch (error) {
    throw await explainStop(regions, error, work);
  }
}

/** What a person should know before anything moves. */
function tellBefore(reporter: Reporter, found: readonly Found[]): void {
  const targets = found.map(({ way }) => seeTarget(way.target));
  reporter.report({ kind: 'targets', when: 'before', targets });
  const uneven = describeUneven(found);
  if (uneven !== undefined) {
    reporter.report({ kind: 'note', text: `  warning: ${uneven}` });
  }
}

/**
 * Whether what was chosen before the locks were taken still stands: answers are never old, and the locks prove that
 * nobody wrote since. So traffic does not wait for more calls.
 */
function isStillTrue(found: readonly Locked[]): boolean {
  return found.every(
    ({ context: { writers }, session }) =>
      writers.propagation.oldReadMs === 0 && session?.lock.isAsFound === true,
  );
}

/** Waits until answers tell what the one wrote that held the lock before, and chooses by them. */
async function chooseAgain(
  context: ReleaseContext,
  found: readonly Locked[],
  options: RollbackOptions,
): Promise<readonly Locked[]> {
  if (isStillTrue(found)) {
    return found;
  }
  // Regions are compared by answers as true as each of them.
  await inEach(context.stop, found, (place) =>
    place.context.writers.propagation.untilReadsAreTrue(context.stop.signal),
  );
  const chosen = await chooseEverywhere(context, found, options, chooseUnderLock);
  tellBefore(context.reporter, chosen);
  return chosen;
}

async function goBackIn(
  { context, session, outputs, way, codeSha256 }: Locked,
  { target: name, isTested = false }: RollbackOptions,
): Promise<RolledBack> {
  const { steps } = context;
  session?.about({ pair: way.goal, codeSha256 });
  const moved = way.isBack ? way.target : await steps.run(goBack(context, way));
  const judgement = await judge(context, moved, way, isTested);
  const target = way.isBack ? moved : await steps.run(record(context, outputs, moved, way));
  await steps.run(lookAtAlarms(context, name));
  if (judgement !== undefined) {
    throw judgement;
  }
  const [settled = target] = await steps.run(settleTargets(context, [target]));
  return { from: way.from, target: settled };
}

/** @returns why the restored pair is red, if it is. */
async function judge(
  context: ReleaseContext,
  target: Target,
  { goal, before: [earlier], isGated }: WayBack,
  isTested: boolean,
): Promise<GateError | undefined> {
  const { steps, settings } = context;
  try {
    await steps.run(waitForUrl(context, target, goal));
    if (isTested) {
      await steps.run(apiTier(context, target, goal));
    }
    return undefined;
  } catch (error) {
    if (!(error instanceof GateError)) {
      throw error;
    }
    const { name } = target;
    const look = advise(npmRun('test:api', '--target', name));
    const goOn = earlier && {
      text: `to go on to ${formatPair(earlier)}`,
      command: npmRun('rollback', '--target', name, '--to', formatPair(earlier)),
    };
    return new GateError(
      `${error.message}. Target ${name} stays on ${formatPair(goal)}, ${isGated ? 'which passed its gates when it was released' : 'which no gate saw'}`,
      nextHere(settings, { ...look, or: goOn }),
      { cause: error, resource: `target ${name}` },
    );
  }
}
