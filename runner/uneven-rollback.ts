import { formatDigest } from '../bundler/digest.ts';
import { labelOf } from '../stack/target-label.ts';
import type { Chosen } from './steps/choose.ts';
import { formatPair } from './traffic/pair.ts';

/**
 * What a person should know before a rollback moves anything: each region goes back to the pair that it served before,
 * and where one was left out of a release, or rolled back alone, that is not the code of the others.
 *
 * @param ways one for each region.
 * @returns undefined where all go back to the same code.
 */
export function describeUneven(ways: readonly Chosen[]): string | undefined {
  const digests = new Set(ways.map(({ codeSha256 }) => codeSha256));
  if (digests.size < 2) {
    return undefined;
  }
  const each = ways.map(
    ({ way: { target, goal }, codeSha256 = '' }) =>
      `${labelOf(target)} to ${formatPair(goal)} (${formatDigest(codeSha256).slice(0, shownLetters)}…)`,
  );
  return `the regions go back to different code: ${each.join(', ')}`;
}

/** `sha256:` and eight digits. */
const shownLetters = 15;
