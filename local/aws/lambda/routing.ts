import type { AliasState } from './state.ts';

/**
 * Chooses the version that serves one request to an alias: the additional version with the
 * probability of its weight, else the alias's own.
 *
 * @param random from 0 up to, but not including, 1.
 */
export function routeAlias(
  alias: Pick<AliasState, 'functionVersion' | 'weights'>,
  random: number,
): string {
  let below = 0;
  for (const [version, weight] of Object.entries(alias.weights)) {
    below += weight;
    if (random < below) {
      return version;
    }
  }
  return alias.functionVersion;
}
