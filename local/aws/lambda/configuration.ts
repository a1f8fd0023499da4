import type { ByName } from '../by-name.ts';
import { notImplemented } from '../not-implemented.ts';
import type { Region } from '../region.ts';
import { canBeAssumedBy, findRole } from '../iam/roles.ts';
import type { ConfigurationInput } from './configuration-input.ts';
import { knownRuntimes, modelledRuntimes, retiredRuntimes } from './configuration-input.ts';
import { verifyEnvironment } from './environment-rules.ts';
import { invalidParameter } from './errors.ts';
import { verifyLayers } from './layer-rules.ts';
import type { FunctionConfiguration, LoggingConfiguration, VpcConfiguration } from './state.ts';

/** AWS's defaults for what CreateFunction leaves out. */
export function initialConfiguration(
  name: string,
  required: {
    readonly runtime: string;
    readonly role: string;
    readonly handler: string;
    readonly architecture: FunctionConfiguration['architecture'];
  },
): FunctionConfiguration {
  return {
    ...required,
    description: '',
    timeout: 3,
    memorySize: 128,
    tracingMode: 'PassThrough',
    ephemeralStorage: 512,
    logging: { format: 'Text', group: defaultLogGroup(name) },
  };
}

/**
 * A configuration with a request's members in the place of its own; what is left out stays.
 *
 * @param name of the function.
 * @throws {InvalidParameterValueException} for a runtime, role, environment, layers or VPC that Lambda would
 *   refuse.
 */
export function applyConfiguration(
  region: Region,
  name: string,
  present: FunctionConfiguration,
  input: ConfigurationInput,
): FunctionConfiguration {
  if (input.Runtime !== undefined) {
    verifyRuntime(input.Runtime);
  }
  if (input.Role !== undefined) {
    verifyRole(region, input.Role);
  }
  const variables = input.Environment?.Variables;
  if (variables !== undefined) {
    verifyEnvironment(variables);
  }
  if (input.Layers !== undefined) {
    verifyLayers(input.Layers);
  }
  const { deadLetterTarget, environment, kmsKey, layers, vpc, ...kept } = present;
  const target = input.DeadLetterConfig?.TargetArn ?? deadLetterTarget ?? '';
  const key = input.KMSKeyArn ?? kmsKey ?? '';
  const usedLayers = input.Layers ?? layers ?? [];
  const usedVariables = variables === undefined ? environment : replace(environment, variables);
  const usedVpc = input.VpcConfig === undefined ? vpc : applyVpc(vpc, input.VpcConfig);
  return {
    ...kept,
    runtime: input.Runtime ?? kept.runtime,
    role: input.Role ?? kept.role,
    handler: input.Handler ?? kept.handler,
    description: input.Description ?? kept.description,
    timeout: input.Timeout ?? kept.timeout,
    memorySize: input.MemorySize ?? kept.memorySize,
    tracingMode: input.TracingConfig?.Mode ?? kept.tracingMode,
    ephemeralStorage: input.EphemeralStorage?.Size ?? kept.ephemeralStorage,
    logging:
      input.LoggingConfig === undefined ? kept.logging : readLogging(name, input.LoggingConfig),
    ...(target !== '' && { deadLetterTarget: target }),
    ...(usedVariables !== undefined && { environment: usedVariables }),
    ...(key !== '' && { kmsKey: key }),
    ...(usedLayers.length > 0 && { layers: usedLayers }),
    ...(usedVpc !== undefined && { vpc: usedVpc }),
  };
}

/**
 * Whose variables are all taken away has no environment any more, which the AWS provider's own tests of
 * `aws_lambda_function` expect; one that never had any keeps what it was given.
 */
function replace(
  present: ByName<string> | undefined,
  variables: ByName<string>,
): ByName<string> | undefined {
  const had = Object.keys(present ?? {}).length > 0;
  return had && Object.keys(variables).length === 0 ? undefined : variables;
}

/** Subnets and groups are taken at their word: there is no EC2 here that would know them. */
function applyVpc(
  present: VpcConfiguration | undefined,
  input: NonNullable<ConfigurationInput['VpcConfig']>,
): VpcConfiguration {
  const subnetIds = input.SubnetIds ?? present?.subnetIds ?? [];
  const securityGroupIds = input.SecurityGroupIds ?? present?.securityGroupIds ?? [];
  if (subnetIds.length > 0 !== securityGroupIds.length > 0) {
    throw invalidParameter('SubnetIds and SecurityIds must coexist or be both empty list.');
  }
  return {
    subnetIds,
    securityGroupIds,
    ipv6: input.Ipv6AllowedForDualStack ?? present?.ipv6 ?? false,
  };
}

/**
 * A logging configuration is replaced as a whole: what it leaves out is as for a new function. Log levels exist only
 * with the format `JSON`; there they default to `INFO`.
 */
function readLogging(
  name: string,
  input: NonNullable<ConfigurationInput['LoggingConfig']>,
): LoggingConfiguration {
  const { LogFormat = 'Text', LogGroup = defaultLogGroup(name) } = input;
  const { ApplicationLogLevel, SystemLogLevel } = input;
  const leveled = ApplicationLogLevel !== undefined || SystemLogLevel !== undefined;
  if (LogFormat === 'Text') {
    if (leveled) {
      throw invalidParameter('Log level can only be configured when LogFormat is set to JSON.');
    }
    return { format: LogFormat, group: LogGroup };
  }
  return {
    format: LogFormat,
    group: LogGroup,
    applicationLevel: ApplicationLogLevel ?? 'INFO',
    systemLevel: SystemLogLevel ?? 'INFO',
  };
}

function defaultLogGroup(name: string): string {
  return `/aws/lambda/${name}`;
}

function verifyRuntime(runtime: string): void {
  if (modelledRuntimes.includes(runtime)) {
    return;
  }
  if (retiredRuntimes.includes(runtime)) {
    throw invalidParameter(
      `The runtime parameter of ${runtime} is no longer supported for creating or updating AWS Lambda ` +
        'functions. We recommend you use a supported runtime while creating or updating functions.',
    );
  }
  if (knownRuntimes.includes(runtime)) {
    throw notImplemented(`The runtime ${runtime} of a Lambda function`);
  }
  throw invalidParameter(
    `Value ${runtime} at 'runtime' failed to satisfy constraint: ` +
      `Member must satisfy enum value set: [${knownRuntimes.join(', ')}] or be a valid ARN`,
  );
}

function verifyRole(region: Region, roleArn: string): void {
  const role = findRole(region, roleArn);
  const isKnown = region.now() >= (role?.createDate ?? 0) + (region.timings.roleMs ?? 0);
  if (isKnown && role !== undefined && canBeAssumedBy(role, 'lambda.amazonaws.com')) {
    return;
  }
  throw invalidParameter('The role defined for the function cannot be assumed by Lambda.');
}
