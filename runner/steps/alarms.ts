import { findRollout } from '../../stack/stack-file.ts';
import { readAlarms } from '../aws/alarm-states.ts';
import type { ReleaseContext } from '../context.ts';
import type { Step } from '../steps.ts';

/**
 * Looks at a target's alarms, to tell a person. They may still be red for what was taken away, so
 * nothing is decided by them.
 *
 * @param name of the target.
 */
export function lookAtAlarms(
  { clients, settings }: Pick<ReleaseContext, 'clients' | 'settings'>,
  name: string,
): Step<readonly string[]> {
  const alarms = findRollout(settings, name)?.judge.alarms ?? [];
  return {
    id: `alarms-${name}`,
    title: `alarms of ${name}`,
    run: async () => (await readAlarms(clients.cloudWatch, alarms)).red,
    detail: (red) => {
      const found = red.length === 0 ? 'none is red' : `still red: ${red.join(', ')}`;
      return alarms.length === 0 ? 'none is configured' : found;
    },
  };
}
