import { GetDeploymentsCommand, GetStageCommand } from '@aws-sdk/client-api-gateway';
import { ListAliasesCommand, ListVersionsByFunctionCommand } from '@aws-sdk/client-lambda';
import { provisionedAlias } from '../../../../stack/names.ts';
import type { Credentials } from '../../../../local/session/credentials.ts';
import { clientsOf, type Clients } from '../../../../local/tests/_helpers/clients.ts';

export const functionName = 'greeting';

/** AWS SDK clients that see what the stack `local` provisioned. */
export function localClients(endpoint: string, credentials: Credentials): Clients {
  return clientsOf(endpoint, credentials.accessKeyId, credentials.secretAccessKey);
}

interface LiveAlias {
  readonly version: string;
  readonly weights: Readonly<Record<string, number>>;
  readonly revisionId: string;
}

interface LiveStage {
  readonly deploymentId: string;
  readonly variables: Readonly<Record<string, string>>;
}

/** Everything that a release may change, read back from AWS, but for its record of what was provisioned. */
export interface Live {
  /** Published, oldest first. */
  readonly versions: readonly string[];
  readonly deployments: readonly string[];
  readonly aliases: Readonly<Record<string, LiveAlias>>;
  readonly stages: Readonly<Record<string, LiveStage>>;
}

export async function readLive(
  { lambda, apigateway }: Pick<Clients, 'lambda' | 'apigateway'>,
  restApiId: string,
): Promise<Live> {
  const byName = { FunctionName: functionName };
  const [versions, aliases, deployments, stages] = await Promise.all([
    lambda.send(new ListVersionsByFunctionCommand(byName)),
    lambda.send(new ListAliasesCommand(byName)),
    apigateway.send(new GetDeploymentsCommand({ restApiId })),
    Promise.all(
      ['stage', 'prod'].map((stageName) =>
        apigateway.send(new GetStageCommand({ restApiId, stageName })),
      ),
    ),
  ]);
  const published = (versions.Versions ?? []).map(({ Version = '' }) => Version);
  return {
    versions: published.filter((version) => version !== '$LATEST'),
    deployments: (deployments.items ?? []).map(({ id = '' }) => id).sort(),
    aliases: Object.fromEntries(
      (aliases.Aliases ?? [])
        .filter(({ Name }) => Name !== provisionedAlias)
        .map((alias) => [
          alias.Name ?? '',
          {
            version: alias.FunctionVersion ?? '',
            weights: alias.RoutingConfig?.AdditionalVersionWeights ?? {},
            revisionId: alias.RevisionId ?? '',
          },
        ]),
    ),
    stages: Object.fromEntries(
      stages.map(({ stageName = '', deploymentId = '', variables = {} }) => [
        stageName,
        { deploymentId, variables },
      ]),
    ),
  };
}
