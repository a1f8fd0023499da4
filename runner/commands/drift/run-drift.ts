import { awsPlaceOf } from '../../../stack/sign-in/aws-place.ts';
import { settingsByRegion } from '../../../stack/stack-file.ts';
import { createClients } from '../../aws/clients.ts';
import { translateError } from '../../aws/aws-errors.ts';
import { exitStatus, type ExitStatus } from '../../errors.ts';
import { verifyIdentity } from '../../aws/identity.ts';
import { openProgram } from '../../pulumi/open-program.ts';
import { npmRun } from '../../report/next.ts';
import { resultVersion } from '../../report/results/parts.ts';
import { formatTable } from '../../report/table.ts';
import { stopOnSignals } from '../interrupt.ts';
import { readSettings } from '../read-settings.ts';
import { tellResult } from '../tell.ts';
import { findDrift } from './find-drift.ts';
import type { Drift } from './target-drift.ts';

interface DriftOptions {
  readonly stack: string;
  readonly json: boolean;
}

/**
 * `npm run drift`: what differs from what the program and the last release left. It changes
 * nothing, the Pulumi state included.
 *
 * @returns the exit status: 0 when nothing differs, 1 when something does.
 */
export async function runDrift({ stack, json }: DriftOptions): Promise<ExitStatus> {
  const settings = await readSettings(stack);
  const stop = new AbortController();
  const endSignals = stopOnSignals(stop, () => undefined, {
    what: 'The comparison',
    command: npmRun('drift'),
    now: 'ending it',
  });
  try {
    const regions = settingsByRegion(settings).map((here) => ({
      settings: here,
      clients: createClients(awsPlaceOf(here)),
    }));
    const [program] = await Promise.all([
      openProgram(settings),
      ...regions.map((here) => verifyIdentity(here.clients, here.settings)),
    ]);
    const drifts = await findDrift(regions, program, stop.signal);
    const hasDrift = drifts.length > 0;
    return tellResult(
      {
        version: resultVersion,
        command: 'drift',
        stack,
        outcome: hasDrift ? 'drift' : 'no drift',
        status: hasDrift ? exitStatus.gateRed : exitStatus.done,
        drifts,
      },
      json,
      formatDrifts(drifts),
    );
  } catch (error) {
    throw translateError(error, `comparing stack ${stack}`);
  } finally {
    endSignals();
  }
}

function formatDrifts(drifts: readonly Drift[]): string {
  return drifts.length === 0
    ? 'No drift: AWS is as the program and the last release left it.'
    : formatTable([
        ['what', 'difference'],
        ...drifts.map(({ name, difference }) => [name, difference]),
      ]);
}
