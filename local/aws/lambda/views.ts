import { createHash } from 'node:crypto';

import type { Region } from '../region.ts';
import { functionArn, runtimeVersionArn } from './arn.ts';
import { codeSha256 } from './code.ts';
import { isIdle, isWaking } from './idleness.ts';
import { currentRevisionId, isSettling } from './settling.ts';
import type { FunctionState, VersionState, VpcConfiguration } from './state.ts';

/**
 * A version as the API's `FunctionConfiguration` shows it.
 *
 * @param qualifier what the ARN ends in; left out, the ARN is the bare function's.
 */
export function functionView(
  region: Region,
  fn: FunctionState,
  version: VersionState,
  qualifier?: string,
): Record<string, unknown> {
  return {
    ...listedFunctionView(region, fn, version, qualifier),
    RuntimeVersionConfig: {
      RuntimeVersionArn:
        version.runtimeUpdates?.arn ?? runtimeVersionArn(region, version.configuration.runtime),
    },
    ...stateView(region, fn, version),
  };
}

/** The subset of `FunctionConfiguration` that ListFunctions and ListVersionsByFunction give. */
export function listedFunctionView(
  region: Region,
  fn: FunctionState,
  version: VersionState,
  qualifier?: string,
): Record<string, unknown> {
  const { configuration, code } = version;
  return {
    FunctionName: fn.name,
    FunctionArn: functionArn(region, fn.name, qualifier),
    Runtime: configuration.runtime,
    Role: configuration.role,
    Handler: configuration.handler,
    CodeSize: code.size,
    Description: configuration.description,
    Timeout: configuration.timeout,
    MemorySize: configuration.memorySize,
    LastModified: lambdaDate(version.modifiedAt),
    CodeSha256: codeSha256(code),
    Version: version.version,
    TracingConfig: { Mode: configuration.tracingMode },
    RevisionId: currentRevisionId(version, region.now()),
    PackageType: 'Zip',
    Architectures: [configuration.architecture],
    EphemeralStorage: { Size: configuration.ephemeralStorage },
    SnapStart: { ApplyOn: 'None', OptimizationStatus: 'Off' },
    LoggingConfig: loggingView(version),
    ...optionalView(version),
  };
}

function optionalView({ configuration }: VersionState): Record<string, unknown> {
  const { environment, deadLetterTarget, kmsKey, layers, vpc } = configuration;
  return {
    ...(environment !== undefined && { Environment: { Variables: environment } }),
    ...(deadLetterTarget !== undefined && { DeadLetterConfig: { TargetArn: deadLetterTarget } }),
    ...(kmsKey !== undefined && { KMSKeyArn: kmsKey }),
    ...(layers !== undefined && { Layers: layers.map((Arn) => ({ Arn })) }),
    ...(vpc !== undefined && { VpcConfig: vpcView(vpc) }),
  };
}

function vpcView({ subnetIds, securityGroupIds, ipv6 }: VpcConfiguration): Record<string, unknown> {
  return {
    SubnetIds: subnetIds,
    SecurityGroupIds: securityGroupIds,
    VpcId: subnetIds[0] === undefined ? '' : vpcIdOf(subnetIds[0]),
    Ipv6AllowedForDualStack: ipv6,
  };
}

/** One for each subnet: which VPC has it, only EC2 would know. */
function vpcIdOf(subnetId: string): string {
  return `vpc-${createHash('sha256').update(subnetId).digest('hex').slice(0, 17)}`;
}

function loggingView({ configuration }: VersionState): Record<string, unknown> {
  const { format, group, applicationLevel, systemLevel } = configuration.logging;
  return {
    LogFormat: format,
    ...(applicationLevel !== undefined && { ApplicationLogLevel: applicationLevel }),
    ...(systemLevel !== undefined && { SystemLogLevel: systemLevel }),
    LogGroup: group,
  };
}

/**
 * `State` after creation and while nobody calls, `LastUpdateStatus` after updates (AWS, "Lambda function
 * states"). The reasons of the former are worded by us [inf].
 */
function stateView(
  region: Region,
  fn: FunctionState,
  version: VersionState,
): Record<string, string> {
  const done = { LastUpdateStatus: 'Successful' };
  if (isWaking(region, version)) {
    const reason = 'The function is being restored.';
    return { State: 'Pending', StateReason: reason, StateReasonCode: 'Restoring', ...done };
  }
  if (isIdle(region, fn, version)) {
    const reason = 'The function is idle.';
    return { State: 'Inactive', StateReason: reason, StateReasonCode: 'Idle', ...done };
  }
  if (!isSettling(version, region.now())) {
    return { State: 'Active', ...done };
  }
  const reason = 'The function is being created.';
  return version.change === 'create'
    ? { State: 'Pending', StateReason: reason, StateReasonCode: 'Creating' }
    : {
        State: 'Active',
        LastUpdateStatus: 'InProgress',
        LastUpdateStatusReason: reason,
        LastUpdateStatusReasonCode: 'Creating',
      };
}

/** `2026-11-23T05:00:00.000+0000`, the form of Lambda's dates. */
export function lambdaDate(ms: number): string {
  return new Date(ms).toISOString().replace('Z', '+0000');
}
