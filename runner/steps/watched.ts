import type { RolloutSettings } from '../../stack/rollout-settings.ts';
import { readAlarms } from '../aws/alarm-states.ts';
import type { ReleaseContext } from '../context.ts';
import type { Observation } from '../judge/observation.ts';
import { readPatiently } from '../judge/patience.ts';
import { startProbing } from '../judge/probes.ts';
import type { Evidence } from '../judge/watch.ts';
import type { Pair } from '../../stack/pair.ts';
import type { Target } from '../traffic/target.ts';

export type WatchContext = Pick<
  ReleaseContext,
  'clients' | 'stop' | 'gateRequests' | 'ignoredAlarms'
>;

/** What is compared at a target, and by which settings. */
interface Compared {
  readonly candidate: Pair;
  readonly baseline: Pair;
  readonly judge: Pick<RolloutSettings['judge'], 'alarms' | 'probesPerSecond'>;
}

/** What is seen of a target at any moment. */
interface Sight extends Pick<Evidence, 'redAlarms'> {
  readonly probed: () => Observation;
}

/** Probes both sides of a target, and reads its alarms but those that are to be ignored, while it is watched. */
export async function watched<T>(
  { clients, stop: { signal }, gateRequests, ignoredAlarms = [] }: WatchContext,
  { url, connectTo }: Pick<Target, 'url' | 'connectTo'>,
  { candidate, baseline, judge: { alarms, probesPerSecond } }: Compared,
  watch: (sight: Sight) => Promise<T>,
): Promise<T> {
  const { readiness: request } = await gateRequests();
  const options = { perSecond: probesPerSecond, candidate, baseline, signal };
  const probes = startProbing({ url, connectTo, request }, options);
  try {
    return await watch({
      probed: () => probes.observation(),
      async redAlarms() {
        const read = () => readAlarms(clients.cloudWatch, alarms);
        const { red } = await readPatiently(read, signal);
        return red.filter((name) => !ignoredAlarms.includes(name));
      },
    });
  } finally {
    await probes.stop();
  }
}
