import { exitStatus, type FailureStatus, messageOf, PutBackError, ReleaseError } from './errors.ts';
import { formatFailure, type Serving } from './report/message.ts';
import { labelOf, type NamedTarget } from '../stack/target-label.ts';
import { advise, npmRun, type Next } from './report/next.ts';
import type { Sight } from './sight.ts';
import { formatServed, type Target } from './traffic/target.ts';

/** What was found and done after a release or rollback had stopped. */
export interface Outcome {
  /** The targets that were put back. */
  readonly putBack: readonly NamedTarget[];
  /** What went wrong while putting back. */
  readonly problems: readonly ReleaseError[];
  readonly sight: Sight;
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
  /** As they are now; undefined when that could not be read. */
  readonly targets: readonly Target[] | undefined;
  /** As AWS told them last, when they cannot be read now. */
  readonly lastKnown: readonly Target[] | undefined;
  readonly next: Next;

  constructor(reason: unknown, { putBack, problems, sight }: Outcome, stack: string) {
    const next =
      problems[0]?.next ??
      (reason instanceof ReleaseError ? reason.next : advise(npmRun('status')));
    const failure = {
      problem: messageOf(reason),
      notPutBack: [...new Set(problems.map(({ message }) => message))],
      putBack: putBack.map(labelOf),
      serving: describeSight(sight),
      next,
    };
    super(formatFailure(failure, stack), { cause: reason });
    this.name = 'FailedRun';
    this.reason = reason;
    this.problem = failure.problem;
    this.putBack = failure.putBack;
    this.notPutBack = failure.notPutBack;
    this.targets = sight.kind === 'now' ? sight.targets : undefined;
    this.lastKnown = sight.kind === 'last known' ? sight.targets : undefined;
    this.next = next;
    this.status = statusOf(reason, problems);
  }
}

/** One outcome of what happened in several regions. */
export function mergeOutcomes(outcomes: readonly Outcome[]): Outcome {
  return {
    putBack: outcomes.flatMap(({ putBack }) => putBack),
    problems: outcomes.flatMap(({ problems }) => problems),
    sight: mergeSights(outcomes.map(({ sight }) => sight)),
  };
}

/** As much as is known; no more than the last known of it is, where one region cannot be read. */
function mergeSights(sights: readonly Sight[]): Sight {
  const targets = sights.flatMap((sight) => ('targets' in sight ? sight.targets : []));
  const broken = sights.flatMap((sight) => (sight.kind === 'now' ? sight.broken : []));
  const unread = sights.find((sight) => 'error' in sight);
  if (unread === undefined) {
    return targets.length + broken.length === 0
      ? { kind: 'nothing' }
      : { kind: 'now', targets, broken };
  }
  const { error } = unread;
  return targets.length === 0 ? { kind: 'unknown', error } : { kind: 'last known', targets, error };
}

function describeSight(sight: Sight): Serving {
  if (sight.kind === 'nothing' || sight.kind === 'unknown') {
    return { kind: sight.kind };
  }
  const read = sight.targets.map((target) => `${labelOf(target)} ${formatServed(target)}`);
  const broken = sight.kind === 'now' ? sight.broken : [];
  return {
    kind: sight.kind,
    targets: [...read, ...broken.map((each) => `${labelOf(each)} unknown`)],
  };
}

function statusOf(reason: unknown, problems: readonly ReleaseError[]): FailureStatus {
  if (problems.some((problem) => problem instanceof PutBackError)) {
    return exitStatus.notPutBack;
  }
  return (
    problems[0]?.status ?? (reason instanceof ReleaseError ? reason.status : exitStatus.environment)
  );
}
