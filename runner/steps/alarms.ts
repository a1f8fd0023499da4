import { findRollout } from '../../stack/stack-file.ts';
import { readAlarms } from '../aws/alarm-states.ts';
import type { ReleaseContext } from '../context.ts';
import { messageOf } from '../errors.ts';
import type { Step } from '../steps.ts';

/**
 * Looks at a target's alarms, to tell a person. They may still be red for what was taken away, so
 * nothing is decided by them, nor by who cannot read them.
 *
 * @param name of the target.
 */
export function lookAtAlarms(
  { clients, settings }: Pick<ReleaseContext, 'clients' | 'settings'>,
  name: string,
): Step<string> {
  const alarms = findRollout(settings, name)?.judge.alarms ?? [];
  return {
    id: `alarms-${name}`,
    title: `alarms of ${name}`,
    run: () =>
      readAlarms(clients.cloudWatch, alarms).then(
        ({ red }) => describe(alarms, red),
        (error: unknown) => `they cannot be read (${messageOf(error)})`,
      ),
    detail: (found) => found,
  };
}

function describe(alarms: readonly string[], red: readonly string[]): string {
  const found = red.length === 0 ? 'none is red' : `still red: ${red.join(', ')}`;
  return alarms.length === 0 ? 'none is configured' : found;
}
