import { labelOf } from '../stack/target-label.ts';
import { UsageError } from './errors.ts';
import { advise, anyOf, npmRun } from './report/next.ts';
import type { Codes } from './steps/read-codes.ts';
import { formatPair } from '../stack/pair.ts';
import { journalOf, lastJournal, type Target } from './traffic/target.ts';
import { isEndOf, pairFrom } from './traffic/way-back.ts';
import { describeCode } from './uneven-rollback.ts';

/** One region of a rollback of several. */
export interface Compared extends Codes {
  readonly region: string;
  readonly target: Target;
  /** Id of the release or rollback that was killed there. */
  readonly interrupted: string | undefined;
}

/**
 * Which regions are back already, where a rollback takes the same away in all: it was stopped, or begun in some alone.
 * One step back in each would take those one pair further.
 *
 * @param places all regions of the rollback, in their order.
 * @returns the names of those that are back.
 * @throws {UsageError} where it would not be the same in all, or may not be: how to go back in each.
 */
export function findBack(places: readonly Compared[]): ReadonlySet<string> {
  const codes = new Set(places.map(({ from }) => from));
  const fitting = [...codes].flatMap((code) => {
    const back = places.filter((place) => hasLost(place, code));
    const going = places.filter((place) => !back.includes(place));
    const isSame = going.every((place) => place.from === code && !isEnd(place));
    return isSame && isClear(places, going) ? [back] : [];
  });
  const ended = places.filter(isEnd);
  const [back = ended, another] = fitting;
  if (another !== undefined || (fitting.length === 0 && ended.length < places.length)) {
    throw different(places);
  }
  return new Set(back.map(({ region }) => region));
}

function hasLost(place: Compared, code: string | undefined): boolean {
  return place.taken === code && code !== undefined && (place.from !== code || isEnd(place));
}

function isEnd({ target, interrupted }: Compared): boolean {
  return isEndOf(target, interrupted);
}

/**
 * Code does not tell which API definition is taken away, of which each region has its own. Where that alone is, what one
 * run left in all of them is the same.
 */
function isClear(places: readonly Compared[], going: readonly Compared[]): boolean {
  const runs = new Set(
    places.map(
      ({ target }) => `${journalOf(target)?.state ?? ''} ${lastJournal(target)?.release ?? ''}`,
    ),
  );
  return runs.size === 1 || going.every(({ from, taken, goal }) => from !== taken && from !== goal);
}

function different(places: readonly Compared[]): UsageError {
  const [{ target } = { target: undefined }] = places;
  const name = target?.name ?? '';
  const each = places.map(
    (place) =>
      `${labelOf(place.target)} ${formatPair(pairFrom(place.target))} (${describeCode(place.from)})`,
  );
  const trials = places.filter((place) => journalOf(place.target)?.state === 'trial');
  const ways = (trials.length > 0 ? trials : places).map(({ region }) =>
    advise(npmRun('rollback', '--target', name, '--region', region)),
  );
  return new UsageError(
    `Nothing was moved, as what is taken away may not be the same in all regions: ${each.join(', ')}`,
    { ...anyOf(ways), text: 'look at each, and go back where that is meant' },
    { resource: `target ${name}` },
  );
}
