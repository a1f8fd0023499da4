import { translateError } from './aws/aws-errors.ts';
import { verifyIdentity } from './aws/identity.ts';
import type { ReleaseContext } from './context.ts';
import {
  ConflictError,
  exitStatus,
  LockedError,
  outcomeOf,
  PutBackError,
  ReleaseError,
  type FailureStatus,
} from './errors.ts';
import { formatFailure } from './report/message.ts';
import { advise, npmRun, type Next } from './report/next.ts';
import { Session, type SessionContext } from './session.ts';
import type { Writers } from './traffic/moves.ts';
import { putBack } from './traffic/promotion.ts';
import { settle } from './traffic/settle.ts';
import { formatServed, journalOf, readTargets, type Target } from './traffic/target.ts';

type Context = SessionContext & Pick<ReleaseContext, 'writers' | 'openProgram' | 'isDryRun'>;

/** What a release and a rollback differ in when they stop. */
export interface Work {
  /** `releasing`, for messages. */
  readonly doing: string;
  /** Names of the targets that it is about; undefined for all. */
  readonly targets: readonly string[] | undefined;
  /** It also clears up what one that was killed before it left on trial. */
  readonly clearsUp: boolean;
}

/** What was found and done after a release or rollback had stopped. */
interface Outcome {
  /** Names of the targets that were put back. */
  readonly putBack: readonly string[];
  /** What went wrong while putting back. */
  readonly problems: readonly ReleaseError[];
  /** As they are now; undefined when that could not be read. */
  readonly targets: readonly Target[] | undefined;
}

/** A release or rollback that stopped, with all that the last line has to say. */
export class FailedRun extends Error {
  /** Why it stopped. */
  readonly reason: unknown;
  /** The same in a sentence, as a person is told. */
  readonly problem: string;
  readonly status: FailureStatus;
  readonly putBack: readonly string[];
  /** What went wrong while putting back. */
  readonly notPutBack: readonly string[];
  readonly targets: readonly Target[] | undefined;
  readonly next: Next;

  constructor(reason: unknown, { putBack, problems, targets }: Outcome, stack: string) {
    const next =
      problems[0]?.next ??
      (reason instanceof ReleaseError ? reason.next : advise(npmRun('status')));
    const failure = {
      problem: messageOf(reason),
      notPutBack: problems.map(({ message }) => message),
      putBack,
      serving: targets?.map((target) => `${target.name} ${formatServed(target)}`),
      next,
    };
    super(formatFailure(failure, stack), { cause: reason });
    this.name = 'FailedRun';
    this.reason = reason;
    this.problem = failure.problem;
    this.putBack = putBack;
    this.notPutBack = failure.notPutBack;
    this.targets = targets;
    this.next = next;
    this.status = statusOf(reason, problems);
  }
}

function statusOf(reason: unknown, problems: readonly ReleaseError[]): FailureStatus {
  if (problems.some((problem) => problem instanceof PutBackError)) {
    return exitStatus.notPutBack;
  }
  return (
    problems[0]?.status ?? (reason instanceof ReleaseError ? reason.status : exitStatus.environment)
  );
}

/**
 * Does what writes, in a session: however it ends, targets that it left on trial are put back, the
 * history tells the end, and the lock is given back.
 *
 * @param session undefined in a dry run, which writes nothing.
 * @throws {FailedRun} when it threw.
 */
export async function inSession<
  R extends { readonly outcome: string; readonly targets: readonly Target[] },
>(context: Context, session: Session | undefined, work: Work, run: () => Promise<R>): Promise<R> {
  if (session === undefined) {
    return run();
  }
  try {
    const report = await run();
    await session.close({ ...report, status: exitStatus.done, putBack: [] });
    return report;
  } catch (error) {
    throw await putBackIn(session, context, reasonOf(context, error, work), work);
  }
}

/**
 * Explains why a run stopped that held no lock, and wrote nothing; and clears up, unless another one is
 * running, which then does.
 *
 * @returns what to throw.
 */
export async function explainStop(
  context: Context,
  error: unknown,
  work: Work,
): Promise<FailedRun> {
  if (error instanceof FailedRun) {
    return error;
  }
  const reason = reasonOf(context, error, work);
  const targets = await readAll(context, work).catch(() => undefined);
  const isLeft = targets?.some((target) => journalOf(target)?.state === 'trial') === true;
  if (!isLeft || !work.clearsUp || context.isDryRun || reason instanceof LockedError) {
    return new FailedRun(reason, { putBack: [], problems: [], targets }, context.settings.stack);
  }
  try {
    const { arn } = await verifyIdentity(context.clients, context.settings);
    const unstoppable = { ...context, stop: new AbortController() };
    const session = await Session.open(unstoppable, { kind: 'release', who: arn });
    return await putBackIn(session, context, reason, work);
  } catch (problem) {
    const problems = problem instanceof LockedError ? [] : [asPutBackError(problem)];
    return new FailedRun(reason, { putBack: [], problems, targets }, context.settings.stack);
  }
}

async function putBackIn(
  session: Session,
  context: Context,
  reason: unknown,
  work: Work,
): Promise<FailedRun> {
  const outcome = await putBackAll(context, session, work);
  const failed = new FailedRun(reason, outcome, context.settings.stack);
  const { status, putBack: restored, targets = [] } = failed;
  await session.close({ outcome: outcomeOf(status), status, targets, putBack: restored });
  return failed;
}

/** Reads the targets again, and puts back those on trial, the last one first. It does not throw. */
async function putBackAll(context: Context, { lock }: Session, work: Work): Promise<Outcome> {
  const problems: ReleaseError[] = [];
  const note = (problem: unknown): undefined => {
    problems.push(asPutBackError(problem));
  };
  const targets = await readAll(context, work).catch(note);
  const restoredNames: string[] = [];
  const now: Target[] = [];
  for (const target of [...(targets ?? [])].reverse()) {
    const restored = lock.isLost()
      ? undefined
      : await putBack(unstoppable(context), target, context.id).catch(note);
    if (restored !== undefined) {
      restoredNames.unshift(restored.name);
    }
    now.unshift(restored ?? target);
  }
  const targetsNow = lock.isLost() ? now : await settleAll(context, now);
  return { putBack: restoredNames, problems, targets: targets && targetsNow };
}

/** Tidies up where a target accepted its pair, unless there is no time; the next command would, too. */
async function settleAll(
  { stop: { signal }, writers }: Context,
  targets: readonly Target[],
): Promise<readonly Target[]> {
  return signal.aborted
    ? targets
    : Promise.all(targets.map((target) => settle(writers, target).catch(() => target)));
}

/** What is put back is put back in any case. */
function unstoppable({ writers: { lambda, apiGateway, propagation } }: Context): Writers {
  return { lambda, apiGateway, propagation };
}

async function readAll(
  { clients, openProgram, settings }: Context,
  { targets }: Work,
): Promise<Target[] | undefined> {
  const outputs = await (await openProgram()).outputs();
  if (outputs === undefined) {
    return undefined;
  }
  // In the order of the settings, and then those that are not in them any more.
  const configured = settings.program.targets.map(({ name }) => name);
  const all = new Set([...configured, ...Object.keys(outputs.targets)]);
  const provisioned = [...all].filter((name) => outputs.targets[name] !== undefined);
  return readTargets(clients, outputs, targets ?? provisioned);
}

function reasonOf({ stop }: Context, error: unknown, { doing }: Work): unknown {
  return translateError(stop.signal.aborted ? stop.signal.reason : error, doing);
}

function asPutBackError(problem: unknown): ReleaseError {
  const translated = translateError(problem, 'putting back');
  return translated instanceof ConflictError
    ? translated
    : new PutBackError(messageOf(translated), advise(npmRun('status')), { cause: problem });
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
