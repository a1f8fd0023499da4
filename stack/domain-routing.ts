import {
  addressesOf,
  formatAddress,
  type Address,
  type Addressed,
  type AddressOfStage,
} from './domain-address.ts';
import type { RoutingSettings } from './routing-settings.ts';

/** An address in one region of a stack. */
export interface AddressInRegion extends AddressOfStage {
  /** By which this region alone answers; the same where nothing is routed. */
  readonly own: Address;
}

interface RoutedStack extends Addressed {
  readonly domain?:
    | (NonNullable<Addressed['domain']> & { readonly routing?: RoutingSettings | undefined })
    | undefined;
}

/** A region of a stack. */
export interface InRegion {
  readonly region: string;
  /** Whether it is the one of `aws:region`. */
  readonly isHome: boolean;
}

/** `eu-west-1.api.example.com`: a name that leads to one region, wherever the client is. */
export function ownName(name: string, region: string): string {
  return `${region}.${name}`;
}

/**
 * The addresses by which a stack is called in one of its regions. Where records choose the region, a second name
 * leads to this one alone: health is checked and releases are tested by it. Without routing names lead to
 * the home region.
 */
export function addressesIn(
  settings: RoutedStack,
  { region, isHome }: InRegion,
): AddressInRegion[] {
  const isRouted = settings.domain?.routing !== undefined;
  if (!isRouted && !isHome) {
    return [];
  }
  return addressesOf(settings).map((address) => {
    const { name, basePath, isStandby } = address;
    const own = { name: ownName(name, region), basePath };
    if (!isRouted || (isStandby && isHome)) {
      return { ...address, own: { name, basePath } };
    }
    // Nobody is led to where candidates are tested, so elsewhere it has that name alone.
    return isStandby ? { ...address, ...own, own } : { ...address, own };
  });
}

/** The names of a region: those that all regions share first, then its own. Each once. */
export function namesInRegion(settings: RoutedStack, place: InRegion): string[] {
  const addresses = addressesIn(settings, place);
  return [
    ...new Set([...addresses.map(({ name }) => name), ...addresses.map(({ own }) => own.name)]),
  ];
}

/** The policy of a record set, as the resource `aws:route53/record:Record` takes it. */
export interface RecordPolicy {
  /** Tells the record sets of a name apart. */
  readonly setIdentifier: string;
  readonly latencyRoutingPolicies?: { readonly region: string }[];
  readonly weightedRoutingPolicies?: { readonly weight: number }[];
  readonly failoverRoutingPolicies?: { readonly type: 'PRIMARY' | 'SECONDARY' }[];
  readonly geolocationRoutingPolicies?: {
    readonly continent?: string;
    readonly country?: string;
  }[];
}

const continents = ['AF', 'AN', 'AS', 'EU', 'OC', 'NA', 'SA'];

/** `SA`, `NA` and `AS` are countries, too, of which Route 53 is told by continent here. */
const isContinent = (place: string): boolean => continents.includes(place);

/**
 * The record sets of a name that lead to a region: one, and by place one for each that the region has.
 *
 * @param home the region of `aws:region`.
 */
export function policiesIn(
  { policy, weights = {}, places = {}, primary }: RoutingSettings,
  region: string,
  home: string,
): RecordPolicy[] {
  switch (policy) {
    case 'latency':
      return [{ setIdentifier: region, latencyRoutingPolicies: [{ region }] }];
    case 'weighted':
      return [
        { setIdentifier: region, weightedRoutingPolicies: [{ weight: weights[region] ?? 0 }] },
      ];
    case 'failover': {
      const type = region === (primary ?? home) ? 'PRIMARY' : 'SECONDARY';
      return [{ setIdentifier: region, failoverRoutingPolicies: [{ type }] }];
    }
    case 'geolocation':
      return (places[region] ?? []).map((place) => ({
        setIdentifier: `${region} ${place}`,
        geolocationRoutingPolicies: [
          isContinent(place) ? { continent: place } : { country: place },
        ],
      }));
  }
}

/** What Route 53 asks to know whether a name can lead to a region: the last target's that has the name. */
export function healthCheckOf(
  settings: RoutedStack,
  name: string,
  place: InRegion,
): { readonly fqdn: string; readonly resourcePath: string } | undefined {
  const routing = settings.domain?.routing;
  const last = addressesIn(settings, place)
    .filter((address) => address.name === name && !address.isStandby)
    .at(-1);
  if (routing === undefined || last === undefined) {
    return undefined;
  }
  const { own } = last;
  return {
    fqdn: own.name,
    resourcePath: `${formatAddress(own).slice(own.name.length)}${routing.healthPath}`,
  };
}

/** Whether a record set is one of those that lead to a region, by its identifier. */
export function leadsToRegion(setIdentifier: string | undefined, region: string): boolean {
  return setIdentifier?.split(' ')[0] === region;
}
