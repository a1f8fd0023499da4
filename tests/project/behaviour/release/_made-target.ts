import {
  CreateStageCommand,
  UpdateStageCommand,
  type APIGatewayClient,
} from '@aws-sdk/client-api-gateway';
import {
  AddPermissionCommand,
  CreateAliasCommand,
  type LambdaClient,
} from '@aws-sdk/client-lambda';
import { account } from '../../../../local/tests/_helpers/account.ts';
import { isAwsError } from '../../../../runner/aws/aws-errors.ts';
import { standbyAliasOf } from '../../../../stack/names.ts';
import type { StackOutputs } from '../../../../stack/outputs.ts';
import type { StageSettings } from '../../../../stack/stage-settings.ts';

/** Where a target is made. */
export interface Place extends Pick<StackOutputs, 'functionName' | 'restApiId'> {
  readonly lambda: LambdaClient;
  readonly apiGateway: APIGatewayClient;
}

/** What a target begins with. */
export interface Beginning {
  readonly alias: string;
  readonly apiStage: string;
  readonly version: string;
  readonly deploymentId: string;
  /** Of its API stage; as AWS makes one unless said otherwise. */
  readonly settings?: StageSettings | undefined;
}

/** Makes of a target what is not there yet, as `pulumi up` does call by call. */
export async function makeTarget(place: Place, beginning: Beginning): Promise<void> {
  const { alias, apiStage, version } = beginning;
  for (const name of [alias, standbyAliasOf(alias)]) {
    await createAlias(place, name, version);
    await permit(place, name, apiStage);
  }
  await createStage(place, { ...beginning, name: apiStage });
  await setUp(place, beginning);
}

async function createAlias({ lambda, functionName }: Place, Name: string, FunctionVersion: string) {
  await unlessThere(
    lambda.send(new CreateAliasCommand({ FunctionName: functionName, Name, FunctionVersion })),
  );
}

/** Permits an API stage to call an alias. */
export async function permit(
  { lambda, functionName, restApiId }: Place,
  alias: string,
  apiStage: string,
  statementId = 'api',
): Promise<void> {
  const region = await lambda.config.region();
  await unlessThere(
    lambda.send(
      new AddPermissionCommand({
        FunctionName: functionName,
        Qualifier: alias,
        StatementId: statementId,
        Action: 'lambda:InvokeFunction',
        Principal: 'apigateway.amazonaws.com',
        SourceArn: `arn:aws:execute-api:${region}:${account}:${restApiId}/${apiStage}/*/*`,
      }),
    ),
  );
}

/** @param options the alias that it calls. */
export async function createStage(
  { apiGateway, restApiId }: Place,
  {
    name: stageName,
    deploymentId,
    alias,
  }: Pick<Beginning, 'deploymentId' | 'alias'> & { readonly name: string },
): Promise<void> {
  const variables = { LambdaAlias: alias };
  await unlessThere(
    apiGateway.send(new CreateStageCommand({ restApiId, stageName, deploymentId, variables })),
  );
}

/** As the provider does it right after it made a stage. */
async function setUp(
  { apiGateway, restApiId }: Place,
  { apiStage: stageName, settings }: Beginning,
): Promise<void> {
  if (settings === undefined) {
    return;
  }
  const { throttling, variables } = settings;
  const values = {
    '/*/*/throttling/rateLimit': String(throttling.rateLimit),
    '/*/*/throttling/burstLimit': String(throttling.burstLimit),
    ...Object.fromEntries(
      Object.entries(variables).map(([name, value]) => [`/variables/${name}`, value] as const),
    ),
  };
  const patchOperations = Object.entries(values).map(
    ([path, value]) => ({ op: 'replace', path, value }) as const,
  );
  await apiGateway.send(new UpdateStageCommand({ restApiId, stageName, patchOperations }));
}

async function unlessThere(making: Promise<unknown>): Promise<void> {
  try {
    await making;
  } catch (error) {
    if (!isAwsError(error, 'ResourceConflictException', 'ConflictException')) {
      throw error;
    }
  }
}
