import type {
  GeoLocation,
  ResourceRecordSet,
  ResourceRecordSetRegion,
} from '@aws-sdk/client-route-53';
import { z } from 'zod';
import type { Properties } from '../properties.ts';

/** The inputs of a record that say its routing policy: a list of one each. */
export const policyShape = {
  failoverRoutingPolicies: z
    .array(z.strictObject({ type: z.enum(['PRIMARY', 'SECONDARY']) }))
    .max(1)
    .optional(),
  geolocationRoutingPolicies: z
    .array(
      z.strictObject({
        continent: z.string().optional(),
        country: z.string().optional(),
        subdivision: z.string().optional(),
      }),
    )
    .max(1)
    .optional(),
  latencyRoutingPolicies: z
    .array(z.strictObject({ region: z.string() }))
    .max(1)
    .optional(),
  weightedRoutingPolicies: z
    .array(z.strictObject({ weight: z.number() }))
    .max(1)
    .optional(),
};

type Policies = z.output<z.ZodObject<typeof policyShape>>;

/** The members of a record set that say its policy. */
export function policyOf({
  failoverRoutingPolicies: [failover] = [],
  geolocationRoutingPolicies: [place] = [],
  latencyRoutingPolicies: [latency] = [],
  weightedRoutingPolicies: [weighted] = [],
}: Policies): Partial<ResourceRecordSet> {
  return {
    ...(failover && { Failover: failover.type }),
    ...(place && {
      GeoLocation: {
        ...(place.continent !== undefined && { ContinentCode: place.continent }),
        ...(place.country !== undefined && { CountryCode: place.country }),
        ...(place.subdivision !== undefined && { SubdivisionCode: place.subdivision }),
      } satisfies GeoLocation,
    }),
    ...(latency && { Region: latency.region as ResourceRecordSetRegion }),
    ...(weighted && { Weight: weighted.weight }),
  };
}

/** The same, read back as inputs. */
export function readPolicies({
  Failover,
  GeoLocation: place,
  Region,
  Weight,
}: ResourceRecordSet): Properties {
  return {
    ...(Failover !== undefined && { failoverRoutingPolicies: [{ type: Failover }] }),
    ...(place !== undefined && {
      geolocationRoutingPolicies: [
        {
          ...(place.ContinentCode !== undefined && { continent: place.ContinentCode }),
          ...(place.CountryCode !== undefined && { country: place.CountryCode }),
          ...(place.SubdivisionCode !== undefined && { subdivision: place.SubdivisionCode }),
        },
      ],
    }),
    ...(Region !== undefined && { latencyRoutingPolicies: [{ region: Region }] }),
    ...(Weight !== undefined && { weightedRoutingPolicies: [{ weight: Weight }] }),
  };
}
