import type { LiveOutputs } from '../../../stack/outputs.ts';
import { outputsOf } from '../../../stack/region-outputs.ts';
import type { Settings } from '../../../stack/stack-file.ts';
import type { Clients } from '../../aws/clients.ts';
import { ConflictError } from '../../errors.ts';
import type { PlannedChange } from '../../pulumi/engine-log.ts';
import type { ProgramStack } from '../../pulumi/program-stack.ts';
import { requireOutputs } from '../../pulumi/require-outputs.ts';
import { labelOf } from '../../../stack/target-label.ts';
import { formatDifferences } from '../../../stack/stage-settings.ts';
import { settingsChange } from '../../traffic/settings-change.ts';
import { readDeploymentRecord } from '../../aws/deployment.ts';
import { readTargets, type Target } from '../../traffic/target.ts';
import { refuseDuringRelease } from '../refuse-during-release.ts';
import { findTargetDrift, type Drift } from './target-drift.ts';

/**
 * Compares AWS with the program and with the targets' journals.
 *
 * @throws {UsageError} before the stack's first `pulumi up`.
 * @throws {ConflictError} while a release is running, when everything may differ for a moment.
 */
export async function findDrift(
  regions: readonly Region[],
  stack: ProgramStack,
  signal: AbortSignal,
): Promise<Drift[]> {
  const all = await requireOutputs(stack);
  const places = regions.flatMap((region): ProvisionedRegion[] => {
    const outputs = outputsOf(all, region.settings);
    return outputs ? [{ ...region, outputs }] : [];
  });
  await Promise.all(
    places.map(({ clients, outputs: { functionName } }) =>
      refuseDuringRelease(clients.lambda, { functionName, command: 'drift', signal }),
    ),
  );
  const [drifts, { changes }] = await Promise.all([
    Promise.all(places.map(readTargetDrifts)),
    stack.preview(signal),
  ]);
  return [...drifts.flat(), ...changes.map(describeChange)];
}

/** A region of the stack. */
interface Region {
  readonly settings: Settings;
  readonly clients: Clients;
}

/** The same where something is provisioned. */
interface ProvisionedRegion extends Region {
  readonly outputs: LiveOutputs;
}

async function readTargetDrifts(place: ProvisionedRegion): Promise<Drift[]> {
  const { targets } = place.settings.program;
  const drifts = await Promise.all(targets.map(({ name }) => readTargetDrift(place, name)));
  return drifts.flat();
}

async function readTargetDrift(
  { clients, outputs }: ProvisionedRegion,
  name: string,
): Promise<Drift[]> {
  try {
    const targets = await readTargets(clients, outputs, [name]);
    const strayed = await Promise.all(targets.map((target) => findStrayed(clients, target)));
    return [...targets.flatMap(findTargetDrift), ...strayed.flat()];
  } catch (error) {
    if (error instanceof ConflictError) {
      return [{ name: labelOf({ name, region: outputs.region }), difference: error.message }];
    }
    throw error;
  }
}

/** Settings of the API stage that are not those that go with the deployment that it serves. */
async function findStrayed({ apiGateway }: Clients, target: Target): Promise<Drift[]> {
  const { restApiId, name, deploymentId } = target.apiStage;
  const record = await readDeploymentRecord(apiGateway, restApiId, deploymentId);
  const differences = settingsChange(target, record);
  return differences.length === 0
    ? []
    : [
        {
          name: labelOf(target),
          difference: `API stage ${name} has other settings than deployment ${deploymentId} came with; npm run release would set ${formatDifferences(differences)}`,
        },
      ];
}

function describeChange({ operation, type, name, properties }: PlannedChange): Drift {
  const kind = type.replace(/^.*:/, '');
  const which = properties.length === 0 ? '' : ` (${properties.join(', ')})`;
  return {
    name,
    difference: `${kind}: npm run release -- --provision would ${operation} it${which}`,
  };
}
