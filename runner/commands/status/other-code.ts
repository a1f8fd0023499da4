import { labelOf } from '../../../stack/target-label.ts';
import { advise, npmRun, type Next } from '../../report/next.ts';
import { lastJournal, type Target } from '../../traffic/target.ts';
import type { ServedCode } from './served-code.ts';

/** What regions serve that differ. */
interface OtherCode {
  readonly text: string;
  readonly next: Next;
}

/**
 * A region that a release left as it was is caught up by the next one; where a rollback took code away from a region,
 * that does so only by `--again`.
 *
 * @param served of each target.
 * @param targets of all regions.
 * @returns undefined where regions serve the same.
 */
export function describeOther(
  served: readonly ServedCode[],
  targets: readonly Target[],
): OtherCode | undefined {
  const others = served.filter(
    ({ target, codeSha256 }) =>
      served.find((each) => each.target === target)?.codeSha256 !== codeSha256,
  );
  if (others.length === 0) {
    return undefined;
  }
  const where = others.map(({ target: name, region }) => labelOf({ name, region })).join(', ');
  const isRolledBack = targets.some(
    (target) =>
      others.some(({ target: name }) => name === target.name) &&
      lastJournal(target)?.rolledBack !== undefined,
  );
  return {
    text: `Not the same code as in the other regions: ${where}`,
    next: isRolledBack
      ? advise(npmRun('release', '--again'), 'to promote again what was rolled back from')
      : advise(npmRun('release')),
  };
}
