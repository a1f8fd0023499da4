import { z } from 'zod';
import { notImplemented } from '../not-implemented.ts';
import { invalidInput } from './errors.ts';
import type { RecordSet, RoutingPolicy } from './state.ts';

/** What a record set has beside its values: by what it is chosen among those of its name and type. */
export const policyMembers = {
  SetIdentifier: z.string().min(1).max(128).optional(),
  Weight: z.coerce.number().int().min(0).max(255).optional(),
  Region: z
    .string()
    .regex(/^[a-z]{2}(-[a-z]+)+-\d$/)
    .optional(),
  Failover: z.enum(['PRIMARY', 'SECONDARY']).optional(),
  GeoLocation: z
    .strictObject({
      ContinentCode: z.enum(['AF', 'AN', 'AS', 'EU', 'OC', 'NA', 'SA']).optional(),
      CountryCode: z
        .string()
        .regex(/^([A-Z]{2}|\*)$/)
        .optional(),
      SubdivisionCode: z.string().min(1).max(3).optional(),
    })
    .optional(),
  HealthCheckId: z.string().max(64).optional(),
};

type PolicyBody = z.infer<z.ZodObject<typeof policyMembers>> & Readonly<Record<string, unknown>>;

/** Policies that the embedded AWS does not have. */
const unmodelled = ['CidrRoutingConfig', 'GeoProximityLocation', 'MultiValueAnswer'].concat([
  'TrafficPolicyInstanceId',
]);

/**
 * The identifier, policy and health check of a record set in a request.
 *
 * @param change how Route 53 names the change in its answers: `Action=CREATE, Name=…, Type=A`
 * @throws {AwsError} `InvalidInput` 400 unless it has an identifier and one policy, or neither; 501 for a policy that
 *   is not modelled
 */
export function readPolicy(
  body: PolicyBody,
  change: string,
): Pick<RecordSet, 'setIdentifier' | 'policy' | 'healthCheckId'> {
  const unknown = unmodelled.find((member) => body[member] !== undefined);
  if (unknown !== undefined) {
    throw notImplemented(`${unknown} of a resource record set`);
  }
  const { SetIdentifier, HealthCheckId } = body;
  const [policy, ...others] = policiesOf(body);
  const where = `Change with [${change}, SetIdentifier=${SetIdentifier ?? 'null'}]`;
  if (SetIdentifier === undefined && policy !== undefined) {
    throw invalidInput(`Invalid request: Missing field 'SetIdentifier' in ${where}`);
  }
  if (SetIdentifier !== undefined && (policy === undefined || others.length > 0)) {
    const found = policy === undefined ? 'none' : 'more than one';
    throw invalidInput(
      `Invalid request: Expected exactly one of [Weight, Region, Failover, GeoLocation, or MultiValueAnswer], but found ${found} in ${where}`,
    );
  }
  return {
    ...(SetIdentifier === undefined ? {} : { setIdentifier: SetIdentifier }),
    ...(policy === undefined ? {} : { policy }),
    ...(HealthCheckId === undefined ? {} : { healthCheckId: HealthCheckId }),
  };
}

function policiesOf(body: PolicyBody): RoutingPolicy[] {
  const { Weight, Region, Failover, GeoLocation } = body;
  return [
    ...(Weight === undefined ? [] : [{ kind: 'weighted' as const, weight: Weight }]),
    ...(Region === undefined ? [] : [{ kind: 'latency' as const, region: Region }]),
    ...(Failover === undefined ? [] : [{ kind: 'failover' as const, role: Failover }]),
    ...(GeoLocation === undefined ? [] : [locationPolicy(GeoLocation)]),
  ];
}

function locationPolicy({
  ContinentCode: continent,
  CountryCode: country,
  SubdivisionCode: subdivision,
}: NonNullable<PolicyBody['GeoLocation']>): RoutingPolicy {
  if ((continent === undefined) === (country === undefined)) {
    throw invalidInput('Invalid request: a GeoLocation has a ContinentCode or a CountryCode');
  }
  if (subdivision !== undefined && country !== 'US' && country !== 'UA') {
    throw invalidInput('Invalid request: only the countries US and UA have a SubdivisionCode');
  }
  return {
    kind: 'geolocation',
    ...(continent === undefined ? {} : { continent }),
    ...(country === undefined ? {} : { country }),
    ...(subdivision === undefined ? {} : { subdivision }),
  };
}

/** The members of a record set that say its policy, as answers show them. */
export function policyView({
  setIdentifier,
  policy,
  healthCheckId,
}: RecordSet): Record<string, unknown> {
  return { SetIdentifier: setIdentifier, ...memberOf(policy), HealthCheckId: healthCheckId };
}

function memberOf(policy: RoutingPolicy | undefined): Record<string, unknown> {
  switch (policy?.kind) {
    case undefined:
      return {};
    case 'weighted':
      return { Weight: policy.weight };
    case 'latency':
      return { Region: policy.region };
    case 'failover':
      return { Failover: policy.role };
    case 'geolocation':
      return {
        GeoLocation: {
          ContinentCode: policy.continent,
          CountryCode: policy.country,
          SubdivisionCode: policy.subdivision,
        },
      };
  }
}
