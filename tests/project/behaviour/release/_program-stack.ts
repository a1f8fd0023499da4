import { DeleteStageCommand } from '@aws-sdk/client-api-gateway';
import { DeleteAliasCommand } from '@aws-sdk/client-lambda';
import { planAliasVersions, readAliases } from '../../../../infra/alias-versions.ts';
import { readAcceptedByLast } from '../../../../infra/accepted-by-last.ts';
import { isAwsError } from '../../../../runner/aws/aws-errors.ts';
import type { Clients } from '../../../../runner/aws/clients.ts';
import { UsageError } from '../../../../runner/errors.ts';
import type { ProgramStack } from '../../../../runner/pulumi/program-stack.ts';
import { standbyAliasOf } from '../../../../stack/names.ts';
import type { StackOutputs } from '../../../../stack/outputs.ts';
import type { StackSettings } from '../../../../stack/settings.ts';
import type { ClientOptions } from '../../../../stack/sign-in/resolve-credentials.ts';
import { stageSettingsOf } from '../../../../stack/stage-settings.ts';
import { findTakenAway } from '../../../../stack/taken-away.ts';
import { withBeta } from './_beta.ts';
import { makeTarget } from './_made-target.ts';

export interface Provisioned {
  readonly settings: StackSettings;
  /** What the last `pulumi up` gave out. */
  readonly outputs: StackOutputs;
  readonly clients: Pick<Clients, 'lambda' | 'apiGateway'>;
  /** What the program makes clients with. */
  readonly aws: ClientOptions;
}

/**
 * A program that is provisioned, but for a target that was added. What Pulumi does with that, it does with
 * the SDK, in a tenth of the time; what the target begins with, the real program says.
 */
export function provisionedProgram({ settings, outputs, clients, aws }: Provisioned): ProgramStack {
  const { lambda, apiGateway } = clients;
  const { functionName, restApiId } = outputs;
  const added = settings.targets.filter(({ name }) => outputs.targets[name] === undefined);
  const now = added.length === 0 ? outputs : withBeta(outputs);
  const refuse = () => {
    const [gone] = findTakenAway(outputs, settings);
    if (gone !== undefined) {
      throw new UsageError(gone.problem, { text: gone.way });
    }
  };
  return {
    name: 'local',
    begin: () => Promise.resolve(undefined),
    preview() {
      refuse();
      const changes = added.map(({ alias }) => ({
        operation: 'create',
        type: 'aws:lambda/alias:Alias',
        name: `${alias}-alias`,
        properties: [],
      }));
      return Promise.resolve({ changes, outputs: now, previous: outputs, warnings: [] });
    },
    findLeftovers: () => Promise.resolve({ existing: [], halfMade: [] }),
    takeOver: () => Promise.resolve(),
    async up() {
      refuse();
      const live = await readAliases(functionName, aws);
      const accepted = await readAcceptedByLast(settings.targets, live, outputs, aws);
      const versions = planAliasVersions(settings, live, outputs, accepted?.version);
      for (const { alias, apiStage, ...target } of added) {
        await makeTarget(
          { lambda, apiGateway, functionName, restApiId },
          {
            alias,
            apiStage,
            version: versions[alias] ?? '$LATEST',
            deploymentId: accepted?.deployment ?? outputs.deploymentId,
            settings: stageSettingsOf(target),
          },
        );
      }
      return { outputs: now, changes: added.length };
    },
    async retire(name) {
      const { alias = '', apiStage = '' } = outputs.targets[name] ?? {};
      const deletions = [
        () => apiGateway.send(new DeleteStageCommand({ restApiId, stageName: apiStage })),
        ...[alias, standbyAliasOf(alias)].map(
          (Name) => () => lambda.send(new DeleteAliasCommand({ FunctionName: functionName, Name })),
        ),
      ];
      for (const doDelete of deletions) {
        await unlessGone(doDelete());
      }
      const { [name]: _, ...targets } = outputs.targets;
      return { outputs: { ...outputs, targets }, changes: deletions.length };
    },
    outputs: () => Promise.resolve(outputs),
    setting: () => Promise.resolve(undefined),
    destroy: () => Promise.resolve(0),
  };
}

async function unlessGone(deleting: Promise<unknown>): Promise<void> {
  try {
    await deleting;
  } catch (error) {
    if (!isAwsError(error, 'ResourceNotFoundException', 'NotFoundException')) {
      throw error;
    }
  }
}
