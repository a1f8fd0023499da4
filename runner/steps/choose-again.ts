import type { LiveOutputs } from '../../stack/outputs.ts';
import type { ReleaseContext } from '../context.ts';
import type { Step } from '../steps.ts';
import { formatPair } from '../traffic/pair.ts';
import type { Destination } from '../traffic/way-back.ts';
import { choose, type Chosen } from './choose.ts';

/**
 * Finds the way back once the lock is held, where AWS may have answered with what the target was: nobody
 * else writes from then on, so an answer that comes late enough is what is moved.
 *
 * @param name of the target.
 */
export function chooseAgain(
  { clients, writers, stop }: Pick<ReleaseContext, 'clients' | 'writers' | 'stop'>,
  outputs: LiveOutputs,
  name: string,
  destination: Destination,
): Step<Chosen> {
  return {
    id: 'choose-again',
    title: 'find the pair again',
    async run() {
      await writers.propagation.untilReadsAreTrue(stop.signal);
      return choose({ clients }, outputs, name, destination);
    },
    detail: ({ way }) => formatPair(way.goal),
  };
}
