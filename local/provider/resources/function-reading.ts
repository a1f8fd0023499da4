import type { FunctionConfiguration, GetFunctionCommandOutput } from '@aws-sdk/client-lambda';
import type { AwsRegion } from '../aws-region.ts';
import { ProviderError, unlessMissing } from '../errors.ts';
import type { Properties } from '../properties.ts';
import type { Live } from '../resource.ts';
import { tagProperties } from '../tags.ts';

/** A function's name by its inputs or state; on import, its id. */
export function functionNameOf(id: string, { name }: Properties): string {
  if (typeof name === 'string') {
    return name;
  }
  if (id === '') {
    throw new ProviderError('it has no name');
  }
  return id;
}

/** A function as it is now, and the latest of its versions. */
export async function readFunction(
  region: AwsRegion,
  id: string,
  known: Properties,
): Promise<Live | undefined> {
  const { GetFunctionCommand } = await import('@aws-sdk/client-lambda');
  const client = await region.lambda;
  const FunctionName = functionNameOf(id, known);
  const live = await unlessMissing(client.send(new GetFunctionCommand({ FunctionName })));
  const configuration = live?.Configuration;
  if (live === undefined || configuration?.FunctionArn === undefined) {
    return undefined;
  }
  const latest = (await latestVersion(region, FunctionName)) ?? configuration;
  const qualifiedArn = latest.FunctionArn ?? configuration.FunctionArn;
  return {
    id: configuration.FunctionName ?? FunctionName,
    properties: {
      ...propertiesOf(region, live, configuration, configuration.FunctionArn),
      qualifiedArn,
      qualifiedInvokeArn: region.invokeArn(qualifiedArn),
      version: latest.Version,
      ...tagProperties(region, live.Tags),
    },
  };
}

function propertiesOf(
  region: AwsRegion,
  { Concurrency }: GetFunctionCommandOutput,
  live: FunctionConfiguration,
  arn: string,
): Properties {
  const invokeArn = region.invokeArn(arn);
  return {
    architectures: live.Architectures,
    arn,
    codeSha256: live.CodeSha256,
    description: live.Description ?? '',
    handler: live.Handler,
    invokeArn,
    kmsKeyArn: live.KMSKeyArn ?? '',
    lastModified: live.LastModified,
    layers: live.Layers?.map(({ Arn }) => Arn),
    memorySize: live.MemorySize,
    name: live.FunctionName,
    packageType: live.PackageType ?? 'Zip',
    reservedConcurrentExecutions: Concurrency?.ReservedConcurrentExecutions ?? -1,
    responseStreamingInvokeArn: invokeArn
      .replace('/2015-03-31/', '/2021-11-15/')
      .replace(/\/invocations$/, '/response-streaming-invocations'),
    role: live.Role,
    runtime: live.Runtime,
    signingJobArn: live.SigningJobArn ?? '',
    signingProfileVersionArn: live.SigningProfileVersionArn ?? '',
    sourceCodeSize: live.CodeSize,
    timeout: live.Timeout,
    tracingConfig: { mode: live.TracingConfig?.Mode ?? 'PassThrough' },
    ...blocksOf(live),
  };
}

/** AWS shows an environment whose variables were all taken away as an empty one. */
function hasVariables(
  environment: FunctionConfiguration['Environment'],
): environment is { Variables: Record<string, string> } {
  return Object.keys(environment?.Variables ?? {}).length > 0;
}

function blocksOf(live: FunctionConfiguration): Properties {
  const { Environment, EphemeralStorage, LoggingConfig, SnapStart, VpcConfig } = live;
  return {
    deadLetterConfig: live.DeadLetterConfig?.TargetArn
      ? { targetArn: live.DeadLetterConfig.TargetArn }
      : undefined,
    environment: hasVariables(Environment) ? { variables: Environment.Variables } : undefined,
    ephemeralStorage: { size: EphemeralStorage?.Size ?? 512 },
    loggingConfig: LoggingConfig && {
      applicationLogLevel: LoggingConfig.ApplicationLogLevel,
      logFormat: LoggingConfig.LogFormat,
      logGroup: LoggingConfig.LogGroup,
      systemLogLevel: LoggingConfig.SystemLogLevel,
    },
    snapStart:
      SnapStart?.ApplyOn === 'PublishedVersions'
        ? { applyOn: SnapStart.ApplyOn, optimizationStatus: SnapStart.OptimizationStatus }
        : undefined,
    // A function that has left its VPC has an empty one.
    vpcConfig: VpcConfig?.VpcId
      ? {
          ipv6AllowedForDualStack: VpcConfig.Ipv6AllowedForDualStack,
          securityGroupIds: VpcConfig.SecurityGroupIds,
          subnetIds: VpcConfig.SubnetIds,
          vpcId: VpcConfig.VpcId,
        }
      : undefined,
  };
}

// The official provider takes the last one of the list, which is in the order of publication.
async function latestVersion(
  region: AwsRegion,
  FunctionName: string,
): Promise<FunctionConfiguration | undefined> {
  const { paginateListVersionsByFunction } = await import('@aws-sdk/client-lambda');
  const client = await region.lambda;
  let latest: FunctionConfiguration | undefined;
  for await (const { Versions } of paginateListVersionsByFunction({ client }, { FunctionName })) {
    latest = Versions?.at(-1) ?? latest;
  }
  return latest;
}
