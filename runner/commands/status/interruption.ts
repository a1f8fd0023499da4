import { nextIn, npmRun, type Next } from '../../report/next.ts';
import { isRollback, type Journal } from '../../../stack/journal.ts';
import { formatPair, isSamePair, type Pair } from '../../../stack/pair.ts';
import { isStandbyOpen, journalOf, pairOf, type Target } from '../../traffic/target.ts';

/** What was left, and what to do about it. */
export interface Interruption {
  readonly text: string;
  readonly next: Next;
}

/** A target that was left on trial. */
interface Left {
  readonly target: Target;
  readonly journal: Journal;
  /** Its last accepted pair; one that was just added has none. */
  readonly good: Pair | undefined;
}

/**
 * Says what a release or rollback that was killed left behind, and what the next command would do
 * about it.
 *
 * @param release its id.
 */
export function describeInterruption(release: string, targets: readonly Target[]): Interruption {
  const left = targets.flatMap((target): Left[] => {
    const journal = journalOf(target);
    return journal?.state === 'trial' ? [{ target, journal, good: journal.before[0] }] : [];
  });
  const [first] = left;
  if (first === undefined) {
    const open = describeOpenStandbys(targets);
    return {
      text: `${release} was interrupted, and no target is on trial${open}`,
      next: { text: 'run the same command again' },
    };
  }
  const what = left.map(({ target, journal, good }) => {
    const where = describeTrial(target, journal);
    const before = good
      ? `its last accepted pair is ${formatPair(good)}`
      : 'it has accepted none yet';
    return `target ${target.name} ${where} ${formatPair(journal.pair)}, and ${before}`;
  });
  const next = adviseOn(first);
  const { region } = first.target;
  return {
    text: `${release} was interrupted: ${what.join('; ')}`,
    next: region === undefined ? next : nextIn(region, next),
  };
}

function adviseOn({ target, journal, good }: Left): Next {
  const again = {
    command: npmRun('release'),
    note: 'tests the same code again and goes on; with a red gate it puts back',
  };
  if (good === undefined) {
    return again;
  }
  const back = npmRun('rollback', '--target', target.name);
  return isRollback(journal)
    ? { command: back, note: `goes on to ${formatPair(good)}` }
    : { ...again, or: { command: back, note: `puts it back to ${formatPair(good)}` } };
}

/** What a killed release tested where no callers are. */
function describeOpenStandbys(targets: readonly Target[]): string {
  const open = targets
    .filter(isStandbyOpen)
    .flatMap(({ standbyStage }) => standbyStage?.name ?? []);
  return open.length === 0
    ? ''
    : `; API stage ${open.join(', ')} still answers with its candidate, until the next command closes it`;
}

function describeTrial(target: Target, journal: Journal): string {
  if (journal.percent !== undefined) {
    return `was being rolled out, at ${String(journal.percent)} %, to`;
  }
  if (isRollback(journal)) {
    return 'is to leave';
  }
  return isSamePair(pairOf(target), journal.pair) ? 'serves' : 'was on its way to';
}
