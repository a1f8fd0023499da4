import { isRollback } from '../../../stack/journal.ts';
import { formatPair } from '../../../stack/pair.ts';
import { isMovedByHand, journalOf, lastJournal, type Target } from '../../traffic/target.ts';

/**
 * How a target came to serve what it serves, in a few words. The journal names who wrote it last: after a release that
 * was red, that is who put the target back, and not who accepted the pair.
 */
export function describeState(target: Target): string {
  const journal = journalOf(target);
  if (target.alias.version === '$LATEST') {
    return 'nothing released';
  }
  // Of a new target, which begins with what the last one serves.
  if (lastJournal(target) === undefined) {
    return 'not released to yet';
  }
  if (journal === undefined || isMovedByHand(target)) {
    return 'moved by hand, not gated';
  }
  if (journal.state === 'trial') {
    const share = journal.percent === undefined ? '' : ` at ${String(journal.percent)} %`;
    return `${isRollback(journal) ? 'being rolled back' : 'on trial'}${share} by ${journal.release}`;
  }
  const [from] = journal.rolledBack ?? [];
  const rolledBack = from === undefined ? '' : `, rolled back from ${formatPair(from)}`;
  return `accepted, last written by ${journal.release}${rolledBack}`;
}
