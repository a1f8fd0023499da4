import { formatDigest } from '../bundler/digest.ts';
import { labelOf } from '../stack/target-label.ts';
import { UsageError } from './errors.ts';
import { advise, npmRun, withOptions, type Command } from './report/next.ts';
import type { Chosen } from './steps/choose.ts';
import { formatPair } from '../stack/pair.ts';

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
    ({ way: { target, goal }, codeSha256 }) =>
      `${labelOf(target)} to ${formatPair(goal)} (${describeCode(codeSha256)})`,
  );
  return `the regions go back to different code: ${each.join(', ')}`;
}

/** Of a digest: `sha256:` and eight digits. */
const shownLetters = 15;

/** `sha256:1f0c9a2b…` */
export function describeCode(codeSha256 = ''): string {
  return `${formatDigest(codeSha256).slice(0, shownLetters)}…`;
}

/** A region in which a target has no way back. */
export interface NoWay {
  readonly region: string;
  readonly refusal: UsageError;
}

interface Wanted {
  /** Name of the target. */
  readonly target: string;
  /** What a person typed. */
  readonly typed?: Command | undefined;
}

/**
 * The ways back, where every region has one: nobody who takes a stack back wants to hear later that a part of it
 * stayed.
 *
 * @param found one for each region.
 * @throws {UsageError} where some have none: which do, and how to go back in those; where all have none, why the first has.
 */
export function requireEverywhere<F extends Chosen & { readonly region: string }>(
  found: readonly (F | NoWay)[],
  { target, typed = npmRun('rollback', '--target', target) }: Wanted,
): readonly F[] {
  const ways = found.filter((each): each is F => 'way' in each);
  const [none, ...others] = found.filter((each): each is NoWay => 'refusal' in each);
  if (none === undefined) {
    return ways;
  }
  if (ways.length === 0) {
    throw none.refusal;
  }
  const left = [none, ...others];
  const open = ways.map(({ region, way }) => `${region} (to ${formatPair(way.goal)})`);
  const leaving = left.flatMap(({ region }) => ['--skip-region', region]);
  throw new UsageError(
    `Nothing was moved, as target ${target} can go back in ${open.join(' and ')} alone. ${left.map(({ refusal }) => refusal.message).join('. ')}`,
    {
      ...advise(withOptions(typed, ...leaving), 'go back where that is possible'),
      or: none.refusal.next,
    },
    { cause: none.refusal, resource: `target ${target}` },
  );
}
