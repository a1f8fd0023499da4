import { z } from 'zod';
import { notImplemented } from '../not-implemented.ts';
import { invalidInput } from './errors.ts';
import { flag, listOf } from './request.ts';
import type { HealthCheckConfig } from './state.ts';

const types = ['HTTP', 'HTTPS', 'HTTP_STR_MATCH', 'HTTPS_STR_MATCH', 'TCP', 'CALCULATED'].concat([
  'CLOUDWATCH_METRIC',
  'RECOVERY_CONTROL',
]);

const number = (min: number, max: number) => z.coerce.number().int().min(min).max(max).optional();

/** Members of a health check that can be changed. */
export const changeableMembers = {
  Port: number(1, 65_535),
  ResourcePath: z.string().max(255).optional(),
  FullyQualifiedDomainName: z.string().max(255).optional(),
  FailureThreshold: number(1, 10),
  Inverted: flag.optional(),
  Disabled: flag.optional(),
  HealthThreshold: number(0, 256),
  ChildHealthChecks: listOf('ChildHealthCheck', z.string().max(64)).optional(),
  EnableSNI: flag.optional(),
  Regions: listOf('Region', z.string().min(1).max(64)).optional(),
};

export const configBody = z.looseObject({
  Type: z.enum(types),
  RequestInterval: number(10, 30),
  MeasureLatency: flag.optional(),
  ...changeableMembers,
});

type Changeable = z.infer<z.ZodObject<typeof changeableMembers>>;

/** Members of what the embedded AWS does not check. */
const unmodelled = ['IPAddress', 'SearchString', 'AlarmIdentifier'].concat([
  'InsufficientDataHealthStatus',
  'RoutingControlArn',
]);

/** @throws {AwsError} `InvalidInput` 400 for what a health check cannot be; 501 for one that is not modelled */
export function toConfig(body: z.infer<typeof configBody>): HealthCheckConfig {
  const { Type, RequestInterval = 30, MeasureLatency = false } = body;
  verifyModelled(body);
  if (Type !== 'HTTP' && Type !== 'HTTPS' && Type !== 'CALCULATED') {
    throw notImplemented(`A health check of the type ${Type}`);
  }
  if (RequestInterval !== 10 && RequestInterval !== 30) {
    throw invalidInput('Invalid parameter : The request interval must be 10 or 30 seconds.');
  }
  const made: HealthCheckConfig = {
    ...{ type: Type, regions: [], inverted: false, disabled: false, children: [] },
    ...(Type === 'CALCULATED'
      ? { healthThreshold: 0 }
      : {
          port: Type === 'HTTPS' ? 443 : 80,
          requestInterval: RequestInterval,
          failureThreshold: 3,
          measureLatency: MeasureLatency,
          enableSni: Type === 'HTTPS',
        }),
  };
  return changedConfig(made, body);
}

/** @throws {AwsError} 501 where it asks for what the embedded AWS does not check */
export function verifyModelled(body: Readonly<Record<string, unknown>>): void {
  const member = unmodelled.find((name) => body[name] !== undefined);
  if (member !== undefined) {
    throw notImplemented(`${member} of a health check`);
  }
}

/**
 * A configuration with the members that are given; the others stay.
 *
 * @throws {AwsError} `InvalidInput` 400 for what a health check cannot be
 */
export function changedConfig(config: HealthCheckConfig, given: Changeable): HealthCheckConfig {
  const changed: HealthCheckConfig = {
    ...config,
    ...(given.FullyQualifiedDomainName !== undefined && { name: given.FullyQualifiedDomainName }),
    ...(given.Port !== undefined && { port: given.Port }),
    ...(given.ResourcePath !== undefined && { path: given.ResourcePath }),
    ...(given.FailureThreshold !== undefined && { failureThreshold: given.FailureThreshold }),
    ...(given.EnableSNI !== undefined && { enableSni: given.EnableSNI }),
    ...(given.HealthThreshold !== undefined && { healthThreshold: given.HealthThreshold }),
    regions: given.Regions ?? config.regions,
    inverted: given.Inverted ?? config.inverted,
    disabled: given.Disabled ?? config.disabled,
    children: given.ChildHealthChecks ?? config.children,
  };
  verifyConfig(changed);
  return changed;
}

function verifyConfig({ type, name, path, port, children, regions }: HealthCheckConfig): void {
  if (type === 'CALCULATED') {
    if (name !== undefined || path !== undefined || port !== undefined) {
      throw invalidInput('Invalid parameter : A calculated health check has no endpoint.');
    }
  } else if (name === undefined || name === '') {
    throw invalidInput(
      'Invalid parameter : Expected exactly one of FullyQualifiedDomainName or IPAddress.',
    );
  } else if (children.length > 0) {
    throw invalidInput('Invalid parameter : Only a calculated health check has children.');
  }
  if (regions.length > 0 && regions.length < 3) {
    throw invalidInput('Invalid parameter : You must specify at least 3 regions.');
  }
}
