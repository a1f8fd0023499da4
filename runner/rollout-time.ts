import type { Settings } from '../stack/stack-file.ts';
import { findBake } from '../stack/stack-file.ts';
import type { Place } from './place.ts';
import { inWaves } from './regions.ts';
import { hasAccepted } from './traffic/target.ts';
import type { Reach } from './traffic/waiting.ts';

/**
 * Seconds that a release takes at least to shift requests and to watch what it shifted: one target comes after the
 * other, and of each but the first one wave of regions.
 *
 * @param places one for each region.
 */
export function leastSeconds(places: readonly Place[], settings: Settings, reach: Reach): number {
  const names = settings.program.targets.map(({ name }) => name);
  const end = names.findIndex((name) => places.some((place) => place.mustWait(name, reach)));
  const waves = names
    .slice(0, end === -1 ? undefined : end)
    .flatMap((name, index) =>
      inWaves(places, settings, index).map((wave) => wave.map((place) => secondsIn(place, name))),
    );
  return waves.reduce((total, seconds) => total + Math.max(...seconds), 0);
}

function secondsIn(place: Place, name: string): number {
  const { context, candidate, rollouts } = place;
  if (hasAccepted(place.find(name), candidate)) {
    return 0;
  }
  const plan = rollouts.get(name);
  const shifting = plan === undefined ? 0 : plan.percents.length * plan.rollout.interval;
  return shifting + findBake(context.settings, name);
}
