import { z } from 'zod';
import { section } from './section.ts';

/** By what Route 53 leads a client to one of a stack's regions. */
export const routingSettings = section({
  policy: z
    .enum(['latency', 'weighted', 'geolocation', 'failover'])
    .describe(
      'How a region is chosen: the nearest, by shares, by where the client is, or the second one only while the first is unhealthy.',
    ),
  healthPath: z
    .string()
    .startsWith('/')
    .describe(
      'A path of the API that answers a plain GET in a region that can serve, as `release.readinessPath` does; Route 53 asks it in each region.',
    ),
  weights: z
    .record(z.string(), z.int().min(0).max(255))
    .describe('For `weighted`: the share of each region; 0 takes no callers.')
    .optional(),
  places: z
    .record(
      z.string(),
      z.array(z.string().regex(/^([A-Z]{2}|\*)$/, 'must be a code such as EU or DE, or *')).min(1),
    )
    .describe(
      'For `geolocation`: the continents (AF, AN, AS, EU, OC, NA, SA) and countries of each region; one region has *, which is everywhere else.',
    )
    .optional(),
  primary: z
    .string()
    .describe(
      'For `failover`: the region that answers while it is healthy; left out, the home region.',
    )
    .optional(),
});

export type RoutingSettings = z.infer<typeof routingSettings>;

/** What the names of a stack in several regions need to be led to by records. */
interface RoutedNames {
  readonly routing?: RoutingSettings | undefined;
  readonly zone?: string | undefined;
  readonly certificate?: string | undefined;
  readonly endpoint: 'regional' | 'edge';
}

/**
 * What is wrong with the routing of a stack's names, seen together with its regions.
 *
 * @param regions all of the stack; `isOne` where the settings name none, so that nothing can be routed.
 */
export function routingProblems(
  domain: RoutedNames,
  regions: readonly string[],
  { isOne }: { readonly isOne: boolean },
): string[] {
  const { routing } = domain;
  if (routing === undefined) {
    return regions.length < 2
      ? []
      : [
          `domain.routing: is missing, and records have to say to which of ${regions.join(', ')} a name leads: give it a policy, latency for instance`,
        ];
  }
  if (isOne) {
    return ['domain.routing: chooses among the regions of a stack, and regions names none'];
  }
  return [
    ...(domain.zone === undefined
      ? ['domain.zone: is missing: domain.routing is made of records in a hosted zone']
      : []),
    ...(domain.certificate === undefined
      ? []
      : ['domain.certificate: is in one region: leave it out, and each region gets its own']),
    ...(domain.endpoint === 'edge'
      ? ['domain.endpoint: edge has one name in all regions, so domain.routing needs regional']
      : []),
    ...policyProblems(routing, regions),
  ];
}

function policyProblems(routing: RoutingSettings, regions: readonly string[]): string[] {
  const { policy, weights, places, primary } = routing;
  const needed = { weighted: weights, geolocation: places, failover: primary, latency: undefined };
  const of = { weights: 'weighted', places: 'geolocation', primary: 'failover' } as const;
  const foreign = Object.entries(of).flatMap(([key, kind]) =>
    needed[kind] === undefined || kind === policy
      ? []
      : [`domain.routing.${key}: is for the policy ${kind}, and the policy is ${policy}`],
  );
  switch (policy) {
    case 'latency':
      return foreign;
    case 'weighted':
      return [...foreign, ...weightProblems(weights ?? {}, regions)];
    case 'geolocation':
      return [...foreign, ...placeProblems(places ?? {}, regions)];
    case 'failover':
      return [
        ...foreign,
        ...(regions.length > 2
          ? [
              `domain.routing.policy: failover is between two regions, and the stack is in ${regions.join(', ')}`,
            ]
          : []),
        ...(primary === undefined || regions.includes(primary)
          ? []
          : [`domain.routing.primary: is ${primary}, and the stack is in ${regions.join(', ')}`]),
      ];
  }
}

function weightProblems(
  weights: Readonly<Record<string, number>>,
  regions: readonly string[],
): string[] {
  const isNothing = Object.values(weights).every((weight) => weight === 0);
  return [
    ...keyProblems('weights', weights, regions),
    // Route 53 takes all as equal then, which nobody means by it.
    ...(isNothing ? ['domain.routing.weights: leave every region without callers'] : []),
  ];
}

function placeProblems(
  places: Readonly<Record<string, readonly string[]>>,
  regions: readonly string[],
): string[] {
  const all = Object.values(places).flat();
  const repeated = all.filter((place, index) => all.indexOf(place) !== index);
  return [
    ...keyProblems('places', places, regions),
    ...repeated.map((place) => `domain.routing.places: ${place} has two regions`),
    ...(all.includes('*')
      ? []
      : ['domain.routing.places: no region has *, so clients elsewhere would find nothing']),
  ];
}

function keyProblems(
  key: string,
  given: Readonly<Record<string, unknown>>,
  regions: readonly string[],
): string[] {
  const known = Object.keys(given);
  return [
    ...known
      .filter((region) => !regions.includes(region))
      .map((region) => `domain.routing.${key}.${region}: the stack is in ${regions.join(', ')}`),
    ...regions
      .filter((region) => !known.includes(region))
      .map((region) => `domain.routing.${key}: lacks ${region}`),
  ];
}
