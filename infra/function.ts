import * as pulumi from '@pulumi/pulumi';
import { Bucket } from '@pulumi/aws/s3/bucket.js';
import { LogGroup } from '@pulumi/aws/cloudwatch/logGroup.js';
import { Function as LambdaFunction } from '@pulumi/aws/lambda/function.js';
import { RuntimeManagementConfig } from '@pulumi/aws/lambda/runtimeManagementConfig.js';
import type { types } from '@pulumi/aws';
import type { FunctionRole, Statement } from './function-role.ts';
import type { Place } from './place.ts';
import { placeholderCode } from './placeholder.ts';
import { stackTags } from './stack-tags.ts';
import { bundleBucket, functionLogGroup, releaseLogGroup } from '../stack/names.ts';
import type { FunctionSettings } from '../stack/settings.ts';

/** What the user's own resources give the function. */
export interface FunctionExtras {
  readonly environment?: Readonly<Record<string, pulumi.Input<string>>>;
  readonly policies?: readonly Statement[];
}

/** Where the function writes what it logs, and the runner the log of releases, in one region. */
export function createFunctionLogs(
  settings: FunctionSettings,
  { called, located }: Place,
): LogGroup {
  // Before the function, or the first invocation makes one without retention (trap D16).
  const logGroup = new LogGroup(called('function-logs'), {
    ...located,
    name: functionLogGroup(settings.name),
    retentionInDays: settings.logRetentionDays,
    tags: stackTags(),
  });
  new LogGroup(called('release-log'), {
    ...located,
    name: releaseLogGroup(settings.name),
    retentionInDays: longestRetention,
    tags: stackTags(),
  });
  return logGroup;
}

/** What there is before the function of a region. */
export interface FunctionContext {
  readonly place: Place;
  readonly logGroup: LogGroup;
  readonly role: FunctionRole;
}

/**
 * The function in one region. Its code is the placeholder until the first release; from then on the code
 * belongs to the runner, with the architecture that it is for, and only the configuration to this program.
 *
 * @param environment variables besides those of the settings.
 */
export function createFunction(
  settings: FunctionSettings,
  { place, logGroup, role: { role, policies } }: FunctionContext,
  environment: FunctionExtras['environment'] = {},
): LambdaFunction {
  const { called, located } = place;
  const lambda = new LambdaFunction(
    called('function'),
    {
      ...located,
      ...configure(settings),
      role: role.arn,
      tags: stackTags(),
      code: placeholderCode(settings.handler),
      // All of it: which values are secret is not known any more, and encrypted does no harm.
      environment: {
        variables: pulumi.secret({
          ...mapSources(settings),
          ...settings.environment,
          ...environment,
        }),
      },
    },
    {
      protect: true,
      // Lambda changes an architecture only together with code.
      ignoreChanges: ['code', 'sourceCodeHash', 'architectures'],
      dependsOn: [logGroup, ...policies],
    },
  );
  if (settings.bundle.s3) {
    new Bucket(called('bundles'), {
      ...located,
      bucket: lambda.arn.apply(bundleBucket),
      // What is in it can be built again.
      forceDestroy: true,
      tags: stackTags(),
    });
  }
  const { runtimeUpdates } = settings;
  if (runtimeUpdates !== 'Auto') {
    new RuntimeManagementConfig(called('runtime-updates'), {
      ...located,
      functionName: lambda.name,
      ...(runtimeUpdates === 'FunctionUpdate'
        ? { updateRuntimeOn: runtimeUpdates }
        : { updateRuntimeOn: 'Manual', runtimeVersionArn: runtimeUpdates }),
    });
  }
  return lambda;
}

/** Node.js reads source maps only when told to. */
function mapSources({ bundle }: FunctionSettings): Readonly<Record<string, string>> {
  return bundle.sourceMap ? { NODE_OPTIONS: '--enable-source-maps' } : {};
}

/** Days: ten years. */
const longestRetention = 3653;

/** Said in full: left out, AWS keeps what was before. */
function configure({ name, runtime, handler, memorySize, timeout, ...settings }: FunctionSettings) {
  const { architecture, ephemeralStorage, tracing, layers, reservedConcurrency = -1 } = settings;
  const { deadLetter, vpc, kmsKey } = settings;
  return {
    name,
    runtime,
    handler,
    memorySize,
    timeout,
    architectures: [architecture],
    ephemeralStorage: { size: ephemeralStorage },
    tracingConfig: { mode: tracing },
    layers,
    reservedConcurrentExecutions: reservedConcurrency,
    loggingConfig: logAs(settings),
    ...(deadLetter !== undefined && { deadLetterConfig: { targetArn: deadLetter } }),
    ...(kmsKey !== undefined && { kmsKeyArn: kmsKey }),
    ...(vpc !== undefined && {
      vpcConfig: {
        subnetIds: vpc.subnetIds,
        securityGroupIds: vpc.securityGroupIds,
        ipv6AllowedForDualStack: vpc.ipv6,
      },
    }),
  };
}

function logAs({
  logFormat,
  applicationLogLevel,
  systemLogLevel,
}: Pick<
  FunctionSettings,
  'logFormat' | 'applicationLogLevel' | 'systemLogLevel'
>): types.input.lambda.FunctionLoggingConfig {
  return logFormat === 'Text'
    ? { logFormat }
    : {
        logFormat,
        applicationLogLevel: applicationLogLevel ?? 'INFO',
        systemLogLevel: systemLogLevel ?? 'INFO',
      };
}
