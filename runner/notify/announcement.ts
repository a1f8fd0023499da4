import type { NotifiedEvent } from '../../stack/notify-settings.ts';
import type { ReleaseEvent } from '../report/events.ts';
import { isOfHome } from '../report/home-candidate.ts';
import { formatCommand } from '../report/message.ts';
import type { ServedPair, TargetSeen } from '../report/seen.ts';

/** What a webhook is told, before it has a format. */
export interface Announcement {
  readonly event: NotifiedEvent;
  readonly kind: 'release' | 'rollback';
  /** Of the release or rollback: `20261123T051512-1f0c`. */
  readonly release: string;
  readonly stack: string;
  /** Where there is a checkout. */
  readonly commit: string | undefined;
  readonly subject: string | undefined;
  /** What is promoted or restored, once that is known. */
  readonly candidate: ServedPair | undefined;
  /** What the targets serve; undefined when that could not be read. */
  readonly targets: readonly TargetSeen[] | undefined;
  /** Name of the target that waits for approval. */
  readonly waiting: string | undefined;
  /** Names of the targets that were put back. */
  readonly putBack: readonly string[];
  /** Why it failed, and why something is not put back. */
  readonly problem: string | undefined;
  /** The command to type next, where one is due. */
  readonly next: string | undefined;
}

/** A run as far as its events have told of it. */
export interface RunSoFar {
  readonly kind: Announcement['kind'];
  readonly release: string;
  readonly stack: string;
  readonly isDryRun: boolean;
  /** The step that took the first release lock: each region of a stack has one. */
  readonly firstLock?: string;
  readonly commit?: string | undefined;
  readonly subject?: string | undefined;
  readonly candidate?: ServedPair;
  readonly before?: readonly TargetSeen[];
  readonly after?: readonly TargetSeen[];
}

/** The run after one more event; undefined before it has told what it is. */
export function follow(run: RunSoFar | undefined, event: ReleaseEvent): RunSoFar | undefined {
  if (event.kind === 'release' || event.kind === 'rollback') {
    const { kind, release, stack } = event;
    return { kind, release, stack, isDryRun: event.kind === 'release' && event.dryRun };
  }
  if (run === undefined) {
    return undefined;
  }
  switch (event.kind) {
    case 'source':
      return { ...run, commit: event.commit, subject: event.subject };
    case 'candidate':
      return isOfHome(event, run.before)
        ? { ...run, candidate: { version: event.version, deployment: event.deployment } }
        : run;
    case 'targets':
      return { ...run, [event.when]: event.targets };
    case 'step-ended':
      return run.firstLock === undefined && hasLocked(event)
        ? { ...run, firstLock: event.step }
        : run;
    default:
      return run;
  }
}

function hasLocked({ step, outcome }: Extract<ReleaseEvent, { kind: 'step-ended' }>): boolean {
  return outcome === 'done' && /^lock(@|$)/.test(step);
}

/**
 * What an event is to others, after {@link follow} has seen it. A run has started once it holds the release lock:
 * before that it may find nothing to do.
 *
 * @returns undefined of an event that nobody is told of, and in a dry run.
 */
export function announce(run: RunSoFar, event: ReleaseEvent): Announcement | undefined {
  if (run.isDryRun) {
    return undefined;
  }
  const { kind, release, stack, commit, subject, candidate } = run;
  const about = { kind, release, stack, commit, subject, candidate };
  if (event.kind === 'step-ended' && event.step === run.firstLock) {
    const nothing = { waiting: undefined, putBack: [], problem: undefined, next: undefined };
    return { event: 'started', ...about, targets: run.before, ...nothing };
  }
  const ended = event.kind === 'ended' ? eventOf(event) : undefined;
  if (event.kind !== 'ended' || ended === undefined) {
    return undefined;
  }
  const { waiting, approval, putBack = [], notPutBack = [] } = event;
  const problems = [event.problem ?? [], notPutBack.map((text) => `Not put back: ${text}`)].flat();
  return {
    event: ended,
    ...about,
    targets: run.after,
    waiting,
    putBack,
    problem: problems.length === 0 ? undefined : problems.join('. '),
    next: approval && formatCommand(approval, stack),
  };
}

type Ended = Extract<ReleaseEvent, { kind: 'ended' }>;

/** @returns undefined when nothing has come of it: nothing to release. */
function eventOf({
  outcome,
  problem,
  putBack = [],
  notPutBack = [],
}: Ended): NotifiedEvent | undefined {
  if (problem !== undefined) {
    return putBack.length > 0 && notPutBack.length === 0 ? 'put back' : 'failed';
  }
  return outcome === 'released' || outcome === 'waiting for approval' || outcome === 'rolled back'
    ? outcome
    : undefined;
}
