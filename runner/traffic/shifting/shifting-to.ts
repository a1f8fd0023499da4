import type { Pair } from '../../../stack/pair.ts';
import { pairBefore, type Target } from '../target.ts';
import { byCanary } from './by-canary.ts';
import { byWeights } from './by-weights.ts';
import type { Shifting, ShiftingClients } from './shifting.ts';

/**
 * A change of code alone shifts by the weights of the alias. A change of the API definition shifts by
 * the canary of the API stage, so that code and API definition shift as a pair.
 */
export function shiftingTo(clients: ShiftingClients, target: Target, candidate: Pair): Shifting {
  return pairBefore(target).deployment === candidate.deployment
    ? byWeights(clients)
    : byCanary(clients);
}
