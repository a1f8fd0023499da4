import { translateError } from './aws/aws-errors.ts';
import { verifyIdentity } from './aws/identity.ts';
import type { ReleaseContext } from './context.ts';
import { exitStatus, LockedError, outcomeOf } from './errors.ts';
import { FailedRun, mergeOutcomes, type Outcome } from './failed-run.ts';
import type { FreeLock } from './lock/free-lock.ts';
import { asPutBackError, isOnTrial, putBackAll, type Context, type Work } from './put-back.ts';
import { Session, type Beginning } from './session.ts';
import { look } from './sight.ts';
import { takeLock } from './steps/lock.ts';
import { isSettled } from './traffic/settling.ts';
import type { Target } from './traffic/target.ts';

/** One region of a run, before it writes there. */
interface Unlocked {
  readonly context: ReleaseContext;
  /** As it was found. */
  readonly lock: FreeLock;
  readonly work: Work;
}

/** One region of a run. */
interface InRegion {
  readonly context: Context;
  /** Undefined in a dry run, which writes nothing. */
  readonly session: Session | undefined;
  readonly work: Work;
}

/**
 * Takes the release lock of each region. The first one's decides between two runs that begin at the same time,
 * so that they do not keep each other out.
 *
 * @throws {FailedRun} when another one is running in one of them; what was taken is given back by then.
 */
export async function takeLocks<P extends Unlocked>(
  places: readonly P[],
  beginning: (place: P) => Beginning,
): Promise<readonly (P & { readonly session: Session | undefined })[]> {
  const taken: (P & { readonly session: Session | undefined })[] = [];
  try {
    for (const place of places) {
      const { context, lock } = place;
      const session = await context.steps.run(takeLock(context, beginning(place), lock));
      taken.push({ ...place, context: whileHeld(context, session), session });
    }
    return taken;
  } catch (error) {
    if (taken.length > 0) {
      await inSessions(taken, () => {
        throw error;
      });
    }
    throw error;
  }
}

/** What writes in a session writes only while its lock is held. */
function whileHeld<C extends Context>(context: C, session: Session | undefined): C {
  return { ...context, writers: { ...context.writers, lease: session?.lock.lease } };
}

/**
 * Does what writes, in a session in each region: however it ends, targets that it left on trial are put back, the
 * history tells the end, and the locks are given back. No region waits for another to be put back, which may be
 * out of reach.
 *
 * @param tell why it stopped, by what came of putting back; as it is unless said otherwise.
 * @throws {FailedRun} when it threw.
 */
export async function inSessions<
  R extends { readonly outcome: string; readonly targets: readonly Target[] },
>(
  places: readonly InRegion[],
  run: () => Promise<R>,
  tell: (reason: unknown, outcome: Outcome) => unknown = (reason) => reason,
): Promise<R> {
  const open = places.flatMap(({ session, ...place }) => (session ? [{ ...place, session }] : []));
  const [first] = open;
  if (first === undefined) {
    return run();
  }
  try {
    const report = await run();
    const end = { outcome: report.outcome, status: exitStatus.done, putBack: [] };
    await Promise.all(
      open.map(({ session, context }) =>
        session.close({
          ...end,
          targets: report.targets.filter((target) => isIn(context, target)),
        }),
      ),
    );
    return report;
  } catch (error) {
    const reason = reasonOf(first.context, error, first.work);
    const outcomes = await Promise.all(
      open.map(({ context, session, work }) => putBackIn(session, context, reason, work)),
    );
    const outcome = mergeOutcomes(outcomes);
    throw new FailedRun(tell(reason, outcome), outcome, first.context.settings.stack);
  }
}

function isIn({ settings }: Context, { region = settings.region }: Target): boolean {
  return region === settings.region;
}

/**
 * Explains why a run stopped that held no lock, and wrote nothing; and clears up, unless another one is
 * running, which then does.
 *
 * @param contexts of the regions in which it worked.
 * @returns what to throw.
 */
export async function explainStop(
  contexts: readonly [Context, ...Context[]],
  error: unknown,
  work: Work,
): Promise<FailedRun> {
  if (error instanceof FailedRun) {
    return error;
  }
  const [first] = contexts;
  const reason = reasonOf(first, error, work);
  const outcomes = await Promise.all(contexts.map((context) => clearUp(context, reason, work)));
  return new FailedRun(reason, mergeOutcomes(outcomes), first.settings.stack);
}

async function clearUp(context: Context, reason: unknown, work: Work): Promise<Outcome> {
  const sight = await look(context, work);
  const only = { putBack: [], problems: [], sight };
  const isLeft =
    sight.kind === 'now' && sight.targets.some((target) => isOnTrial(target) || !isSettled(target));
  if (!isLeft || !work.clearsUp || context.isDryRun || reason instanceof LockedError) {
    return only;
  }
  try {
    const { arn } = await verifyIdentity(context.clients, context.settings);
    const unstoppable = { ...context, stop: new AbortController() };
    const session = await Session.open(unstoppable, { kind: 'release', who: arn });
    return await putBackIn(session, whileHeld(context, session), reason, work);
  } catch (problem) {
    const problems = problem instanceof LockedError ? [] : [asPutBackError(problem, sight)];
    return { ...only, problems };
  }
}

async function putBackIn(
  session: Session,
  context: Context,
  reason: unknown,
  work: Work,
): Promise<Outcome> {
  const outcome = await putBackAll(context, session, work, reason);
  const failed = new FailedRun(reason, outcome, context.settings.stack);
  const { status, targets = [] } = failed;
  const putBack = outcome.putBack.map(({ name }) => name);
  await session.close({ outcome: outcomeOf(status), status, targets, putBack });
  return outcome;
}

function reasonOf({ stop }: Context, error: unknown, { doing }: Work): unknown {
  return translateError(stop.signal.aborted ? stop.signal.reason : error, doing);
}
