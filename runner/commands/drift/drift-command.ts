import type { StackOutputs } from '../../../stack/outputs.ts';
import { createClients, type Clients } from '../../aws/clients.ts';
import { translateError } from '../../aws/aws-errors.ts';
import { findTargetDrift, type Drift } from './target-drift.ts';
import { ConflictError, exitStatus } from '../../errors.ts';
import { verifyIdentity } from '../../aws/identity.ts';
import { stopOnSignals } from '../interrupt.ts';
import { readLockState } from '../../lock/lock-state.ts';
import type { PlannedChange, ProgramStack } from '../../pulumi/program-stack.ts';
import { requireOutputs } from '../../pulumi/require-outputs.ts';
import { advise, npmRun } from '../../report/next.ts';
import { formatTable } from '../../report/table.ts';
import type { Settings } from '../../../stack/stack-file.ts';
import { readSettings } from '../read-settings.ts';
import { readTargets } from '../../traffic/target.ts';
import { openProgram } from '../../pulumi/open-program.ts';

/**
 * `npm run drift`: what differs from what the program and the last release left. It changes
 * nothing, the Pulumi state included.
 *
 * @returns the exit status: 0 when nothing differs, 1 when something does.
 */
export async function runDrift(options: {
  readonly stack: string;
  readonly json: boolean;
}): Promise<number> {
  const settings = readSettings(options.stack);
  const stop = new AbortController();
  const endSignals = stopOnSignals(stop, () => undefined, {
    what: 'The comparison',
    command: npmRun('drift'),
    now: 'ending it',
  });
  try {
    const clients = createClients(settings.region);
    const [stack] = await Promise.all([
      openProgram(options.stack),
      verifyIdentity(clients, settings),
    ]);
    const drifts = await findDrift(settings, clients, stack, stop.signal);
    process.stdout.write(
      options.json
        ? `${JSON.stringify({ stack: options.stack, drifts })}\n`
        : `${formatDrifts(drifts)}\n`,
    );
    return drifts.length === 0 ? exitStatus.done : exitStatus.gateRed;
  } catch (error) {
    throw translateError(error, `comparing stack ${options.stack}`);
  } finally {
    endSignals();
  }
}

/**
 * Compares AWS with the program and with the targets' journals.
 *
 * @throws {UsageError} before the stack's first `pulumi up`.
 * @throws {ConflictError} while a release is running, when everything may differ for a moment.
 */
export async function findDrift(
  settings: Settings,
  clients: Clients,
  stack: ProgramStack,
  signal: AbortSignal,
): Promise<Drift[]> {
  const outputs = await requireOutputs(stack);
  const lock = await readLockState(clients.lambda, outputs.functionName, signal);
  if (lock.kind === 'running') {
    throw new ConflictError(
      `Release ${lock.release} is running`,
      advise(npmRun('drift'), 'wait until it has ended, then'),
    );
  }
  const names = settings.program.targets.map(({ name }) => name);
  const [drifts, { changes }] = await Promise.all([
    Promise.all(names.map((name) => readTargetDrift(clients, outputs, name))),
    stack.preview(signal),
  ]);
  return [...drifts.flat(), ...changes.map(describeChange)];
}

async function readTargetDrift(
  clients: Clients,
  outputs: StackOutputs,
  name: string,
): Promise<Drift[]> {
  try {
    return (await readTargets(clients, outputs, [name])).flatMap(findTargetDrift);
  } catch (error) {
    if (error instanceof ConflictError) {
      return [{ name, difference: error.message }];
    }
    throw error;
  }
}

function describeChange({ operation, type, name, properties }: PlannedChange): Drift {
  const kind = type.replace(/^.*:/, '');
  const which = properties.length === 0 ? '' : ` (${properties.join(', ')})`;
  return { name, difference: `${kind}: npm run release would ${operation} it${which}` };
}

function formatDrifts(drifts: readonly Drift[]): string {
  return drifts.length === 0
    ? 'No drift: AWS is as the program and the last release left it.'
    : formatTable([
        ['what', 'difference'],
        ...drifts.map(({ name, difference }) => [name, difference]),
      ]);
}
