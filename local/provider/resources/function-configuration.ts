import type { UpdateFunctionConfigurationCommandInput } from '@aws-sdk/client-lambda';
import type { FunctionInputs } from './function-schema.ts';

type Configuration = Omit<UpdateFunctionConfigurationCommandInput, 'FunctionName' | 'RevisionId'>;

/** Whether one of these inputs is among the changed ones. */
export function hasChange(changed: ReadonlySet<string>, names: readonly string[]): boolean {
  return names.some((name) => changed.has(name));
}

/**
 * A function's configuration as Lambda takes it.
 *
 * @param changed On an update: only what changed is sent, and what was taken away is sent as empty.
 */
export function configurationOf(
  inputs: FunctionInputs,
  changed?: ReadonlySet<string>,
): Configuration {
  const sends = (name: keyof FunctionInputs): boolean =>
    changed === undefined ? inputs[name] !== undefined : changed.has(name);
  const { environment, loggingConfig, vpcConfig } = inputs;
  return {
    ...(sends('role') && { Role: inputs.role }),
    ...(sends('handler') && { Handler: inputs.handler ?? '' }),
    ...(sends('runtime') && { Runtime: inputs.runtime }),
    ...(sends('description') && { Description: inputs.description ?? '' }),
    ...(sends('memorySize') && { MemorySize: inputs.memorySize }),
    ...(sends('timeout') && { Timeout: inputs.timeout }),
    ...((sends('environment') || changed?.has('kmsKeyArn')) && {
      Environment: { Variables: environment?.variables ?? {} },
    }),
    ...(sends('kmsKeyArn') && { KMSKeyArn: inputs.kmsKeyArn ?? '' }),
    ...(sends('layers') && { Layers: inputs.layers ?? [] }),
    ...(sends('deadLetterConfig') && {
      DeadLetterConfig: { TargetArn: inputs.deadLetterConfig?.targetArn ?? '' },
    }),
    ...(sends('ephemeralStorage') && { EphemeralStorage: { Size: inputs.ephemeralStorage?.size } }),
    ...(sends('tracingConfig') && { TracingConfig: { Mode: inputs.tracingConfig?.mode } }),
    ...(sends('vpcConfig') && {
      VpcConfig: {
        SubnetIds: vpcConfig?.subnetIds ?? [],
        SecurityGroupIds: vpcConfig?.securityGroupIds ?? [],
        Ipv6AllowedForDualStack: vpcConfig?.ipv6AllowedForDualStack ?? false,
      },
    }),
    ...(sends('snapStart') && { SnapStart: { ApplyOn: inputs.snapStart?.applyOn ?? 'None' } }),
    ...(sends('loggingConfig') &&
      loggingConfig && {
        LoggingConfig: {
          LogFormat: loggingConfig.logFormat,
          LogGroup: loggingConfig.logGroup,
          ApplicationLogLevel: loggingConfig.applicationLogLevel,
          SystemLogLevel: loggingConfig.systemLogLevel,
        },
      }),
  };
}
