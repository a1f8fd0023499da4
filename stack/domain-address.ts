import { hasStandbyStage } from './api-tier.ts';
import { standbyStageOf } from './names.ts';

/** A name, and the base path below it that leads somewhere; none is empty. */
export interface Address {
  readonly name: string;
  readonly basePath: string;
}

/** An address that leads to an API stage. */
export interface AddressOfStage extends Address {
  readonly apiStage: string;
  /** Of a standby API stage, which nobody but tests of a release calls. */
  readonly isStandby: boolean;
}

/** Of a stack's settings, what says which addresses it has. */
export interface Addressed {
  readonly domain?:
    | {
        /** By target, `api.example.com/v1`. */
        readonly targets: Readonly<Record<string, string>>;
        readonly standby?: string | undefined;
      }
    | undefined;
  readonly targets: readonly (Parameters<typeof hasStandbyStage>[0][number] & {
    readonly name: string;
    readonly apiStage: string;
  })[];
}

/** @param text `api.example.com` or `api.example.com/v1` */
export function parseAddress(text: string): Address {
  const [name = '', basePath = ''] = text.split('/');
  return { name, basePath };
}

/** `api.example.com/v1` */
export function formatAddress({ name, basePath }: Address): string {
  return basePath === '' ? name : `${name}/${basePath}`;
}

/** Every address that a stack's settings give, in the order of its targets; the standby stages' come last. */
export function addressesOf({ domain, targets }: Addressed): AddressOfStage[] {
  if (domain === undefined) {
    return [];
  }
  const serving = targets.flatMap(({ name, apiStage }) => {
    const text = domain.targets[name];
    return text === undefined ? [] : [{ ...parseAddress(text), apiStage, isStandby: false }];
  });
  const { standby } = domain;
  const tested = targets
    .filter((_, index) => standby !== undefined && hasStandbyStage(targets, index))
    .map(({ apiStage }) => standbyStageOf(apiStage))
    .map((apiStage) => ({ name: standby ?? '', basePath: apiStage, apiStage, isStandby: true }));
  return [...serving, ...tested];
}

/** The names of all addresses, each once. */
export function domainNamesOf(settings: Addressed): string[] {
  return [...new Set(addressesOf(settings).map(({ name }) => name))];
}

/**
 * The URL of an address, without a slash at the end. The embedded AWS has it below its own endpoint, as few
 * machines find a name that no DNS server knows.
 */
export function domainUrl(address: Address, endpoint: string | undefined): string {
  return endpoint === undefined
    ? `https://${formatAddress(address)}`
    : `${endpoint.replace(/\/$/, '')}/_aws/domains/${formatAddress(address)}`;
}
