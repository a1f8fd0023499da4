import { regionsOf } from '../../../stack/regions.ts';
import type { Settings } from '../../../stack/stack-file.ts';

/**
 * Where what is saved is not served.
 *
 * @returns undefined of a stack in one region.
 */
export function describeLeftOut({
  program,
  homeRegion,
}: Pick<Settings, 'program' | 'homeRegion'>): string | undefined {
  const [, ...others] = regionsOf(program, homeRegion);
  return others.length === 0
    ? undefined
    : `In ${homeRegion} alone: what ${others.join(', ')} serve${others.length === 1 ? 's' : ''} stays as it was released.`;
}
