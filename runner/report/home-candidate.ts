import type { ReleaseEvent } from './events.ts';
import type { TargetSeen } from './seen.ts';

/**
 * Whether this is the candidate by which a run is called: each region of a stack numbers its versions for itself, and
 * the home region's is meant.
 *
 * @param before what the targets of the run served, those of the home region first; undefined before that is told.
 */
export function isOfHome(
  { region }: Pick<Extract<ReleaseEvent, { kind: 'candidate' }>, 'region'>,
  before: readonly Pick<TargetSeen, 'region'>[] | undefined,
): boolean {
  const home = before?.[0]?.region;
  return home === undefined || region === home;
}
