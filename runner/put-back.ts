import { setTimeout as delay } from 'node:timers/promises';
import { isSameAlias } from './aws/alias.ts';
import { adviceOutOfReach, isOutOfReach, isPassing, translateError } from './aws/aws-errors.ts';
import type { ReleaseContext } from './context.ts';
import {
  ConflictError,
  Interrupted,
  messageOf,
  PutBackError,
  type ReleaseError,
} from './errors.ts';
import type { Outcome } from './failed-run.ts';
import type { NamedTarget } from '../stack/target-label.ts';
import { advise, nextIn, npmRun, type Next } from './report/next.ts';
import type { Session, SessionContext } from './session.ts';
import { look, recall, type Sight, type Watched } from './sight.ts';
import { putBack } from './traffic/promotion.ts';
import { settle } from './traffic/settling.ts';
import {
  calledBy,
  formatServed,
  isGoingBack,
  journalOf,
  lastJournal,
  type Target,
} from './traffic/target.ts';
import { closeStandby } from './traffic/standby.ts';
import type { Writers } from './traffic/writers.ts';

/** What putting back in one region needs. */
export type Context = SessionContext &
  Pick<ReleaseContext, 'writers' | 'openProgram' | 'isDryRun' | 'lastKnown' | 'patienceMs'>;

/** What a release and a rollback differ in when they stop. */
export interface Work extends Watched {
  /** `releasing`, for messages. */
  readonly doing: string;
  /** It also clears up what one that was killed before it left on trial. */
  readonly clearsUp: boolean;
  /** What it put back before it stopped, by name; a step may add to it. */
  readonly restored?: Map<string, NamedTarget>;
}

/** How long it waits for what may pass, as a network or credentials that may come back, and between two attempts. */
const patienceMs = 120_000;
const retryMs = 1_000;

/**
 * Puts back what is on trial. While AWS cannot be reached, refuses the credentials, fails itself or throttles, it is
 * tried again for a while: a person may sign in meanwhile. It does not throw.
 *
 * @param reason why the run stopped.
 */
export async function putBackAll(
  context: Context,
  { lock }: Session,
  work: Work,
  reason: unknown,
): Promise<Outcome> {
  const { patienceMs: patience = patienceMs, reporter } = context;
  const seen = await recall(context, work);
  const isLeft = (target: Target) => isContested(target, reason) || isMovedSince(target, seen);
  const deadline = performance.now() + patience;
  const restored = new Map<string, NamedTarget>(work.restored);
  for (let attempt = 1; ; attempt += 1) {
    const { errors, sight: seenBefore } = await putBackOnce(context, {
      lock,
      work,
      reason,
      isLeft,
      restored,
    });
    const passing = errors.find(isPassing);
    if (passing === undefined || performance.now() + retryMs > deadline) {
      // What failed may have moved something before.
      const isStale = errors.length > 0 && seenBefore.kind === 'now';
      const sight = isStale ? await look(context, work) : seenBefore;
      const problems = errors.map((error) => asPutBackError(error, sight));
      return { putBack: inOrder(restored, sight), problems, sight };
    }
    if (attempt === 1) {
      const text = `${messageOf(translateError(passing, 'putting back'))}: tried again for ${String(Math.round(patience / 1000))} s.`;
      reporter.report({ kind: 'note', text });
    }
    await delay(retryMs);
  }
}

/**
 * Tidies up where a target accepted its pair, unless a person wants it to end; the next command would, too. A step
 * that is red has stopped those at its side, and nothing else.
 *
 * @param left names of targets that are left as they are.
 */
async function settleAll(
  context: Context,
  targets: readonly Target[],
  left: ReadonlySet<string>,
): Promise<readonly Target[]> {
  const { signal } = context.stop;
  if (signal.reason instanceof Interrupted) {
    return targets;
  }
  const writers = signal.aborted ? unstoppable(context) : context.writers;
  return Promise.all(
    targets.map(async (target) =>
      left.has(target.name) ? target : settle(writers, target).catch(() => target),
    ),
  );
}

/** Whether a run stopped as somebody else moved this target; it read then what that one made of it. */
function isContested({ name, region, apiStage }: Target, reason: unknown): boolean {
  const parts = [`target ${name}`, `API stage ${apiStage.name}`];
  return (
    reason instanceof ConflictError &&
    [undefined, region].includes(reason.region) &&
    parts.includes(reason.resource ?? '')
  );
}

/**
 * Whether settling would write over what somebody else made of an alias since the run saw it last. What the first alias
 * takes then it may have already, by a call whose answer was never heard.
 */
function isMovedSince(target: Target, seen: readonly Target[]): boolean {
  const { alias, standby } = target;
  const before = seen.find(({ name }) => name === target.name);
  const hasTaken =
    alias.version === calledBy(target).version && Object.keys(alias.weights).length === 0;
  return (
    before === undefined ||
    !(hasTaken || isSameAlias(alias, before.alias)) ||
    !isSameAlias(standby, before.standby)
  );
}

/** What is put back is put back in any case. */
function unstoppable({ writers: { signal: _, ...writers } }: Context): Writers {
  return writers;
}

interface Attempt {
  readonly lock: Session['lock'];
  readonly work: Work;
  readonly reason: unknown;
  readonly isLeft: (target: Target) => boolean;
  readonly restored: Map<string, NamedTarget>;
}

/** Reads the targets again, puts back those on trial, the last one first, and closes standbys left open. */
async function putBackOnce(
  context: Context,
  { lock, work, reason, isLeft, restored }: Attempt,
): Promise<{ readonly errors: readonly unknown[]; readonly sight: Sight }> {
  const errors: unknown[] = [];
  const note = (error: unknown): undefined => {
    errors.push(error);
  };
  // What it held may have gone to somebody else while AWS could not be reached.
  const isHeld = !lock.isLost() && (await lock.hold().then(() => true, note)) === true;
  if (isHeld) {
    // An API stage is moved without a precondition, so what is read first has to be so.
    await context.writers.propagation.untilReadsAreTrue();
  }
  const sight = await look(context, work);
  if (sight.kind === 'last known' || sight.kind === 'unknown') {
    note(sight.error);
  }
  if (sight.kind !== 'now' || !isHeld) {
    return { errors, sight };
  }
  for (const { error } of sight.broken) {
    note(error);
  }
  const targets: Target[] = [];
  const left = new Set(sight.targets.filter(isLeft).map(({ name }) => name));
  for (const target of [...sight.targets].reverse()) {
    const now = await putBack(unstoppable(context), target, context.id).catch(note);
    if (now !== undefined) {
      restored.set(now.name, now);
    } else if (isTakenOver(target, context.id) && !isContested(target, reason)) {
      note(takenOver(target));
    }
    // Callers first: nobody but tests meets a standby.
    const found = now ?? target;
    targets.unshift((await closeStandby(unstoppable(context), found).catch(note)) ?? found);
  }
  return { errors, sight: { ...sight, targets: await settleAll(context, targets, left) } };
}

/** In the order of the targets, as far as those are known. */
function inOrder(restored: ReadonlyMap<string, NamedTarget>, sight: Sight): NamedTarget[] {
  const known = 'targets' in sight ? sight.targets.map(({ name }) => name) : [];
  const names = new Set([...known, ...restored.keys()]);
  return [...names].flatMap((name) => {
    const place = restored.get(name);
    return place === undefined ? [] : [{ name, region: place.region }];
  });
}

/** Whether a release or rollback left it between two pairs. */
export function isOnTrial(target: Target): boolean {
  return journalOf(target)?.state === 'trial';
}

/** Whether somebody else moved a target that this run had put on trial, which is left to them. */
function isTakenOver(target: Target, release: string): boolean {
  const journal = lastJournal(target);
  return (
    journal?.state === 'trial' && journal.release === release && journalOf(target) === undefined
  );
}

function takenOver(target: Target): ConflictError {
  return new ConflictError(
    `Somebody else moved target ${target.name} to ${formatServed(target)} while it was on trial, so it is left to them`,
    advise(npmRun('status'), 'look at'),
    { resource: `target ${target.name}` },
  );
}

/** What went wrong while putting back, for people. */
export function asPutBackError(problem: unknown, sight: Sight): ReleaseError {
  const translated = translateError(problem, 'putting back');
  return translated instanceof ConflictError
    ? translated
    : new PutBackError(messageOf(translated), adviseOn(problem, sight), { cause: problem });
}

/** A rollback needs neither Pulumi nor this machine, so it can be typed wherever AWS can be reached. */
function adviseOn(problem: unknown, sight: Sight): Next {
  const left = 'targets' in sight ? sight.targets.findLast(isOnTrial) : undefined;
  if (!isOutOfReach(problem) || left === undefined) {
    return advise(npmRun('status'), isOutOfReach(problem) ? adviceOutOfReach(problem) : undefined);
  }
  // Other regions may be back already: they would go one pair further.
  const back = advise(npmRun('rollback', '--target', left.name), adviceOutOfReach(problem));
  return {
    ...(left.region === undefined ? back : nextIn(left.region, back)),
    note: 'puts it back',
    ...(!isGoingBack(left) && { or: { command: npmRun('release'), note: 'goes on' } }),
  };
}
