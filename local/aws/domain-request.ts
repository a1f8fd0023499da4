import { noBasePath } from './apigateway/base-path-mappings.ts';
import type { BasePathMapping, DomainName } from './apigateway/state.ts';
import type { ExecuteApiRequest } from './execute-api/types.ts';

/** Where domains answer by path, for clients that cannot say another `Host`: `/_aws/domains/NAME/PATH`. */
const domainPrefix = '/_aws/domains/';

/** A request to a domain, before it is known who answers it. */
export interface DomainRequest {
  /** In lower case. */
  readonly name: string;
  /** What follows the domain, still percent-encoded: `/v1/greeting`. */
  readonly path: string;
}

/**
 * The domain that a request is to: by its path, else by its `Host`, also below `localhost`.
 *
 * @param isDomain whether a domain of that name exists: another `Host` means the control plane
 */
export function domainRequestOf(
  host: string,
  rawPath: string,
  isDomain: (name: string) => boolean,
): DomainRequest | undefined {
  if (rawPath.startsWith(domainPrefix)) {
    const [name = '', ...rest] = rawPath.slice(domainPrefix.length).split('/');
    return { name: name.toLowerCase(), path: `/${rest.join('/')}` };
  }
  const called = host.toLowerCase().replace(/:\d+$/, '');
  const name = [called, called.replace(/\.localhost$/, '')].find(isDomain);
  return name === undefined ? undefined : { name, path: rawPath };
}

/** The stage that answers a request, and what of the path is left for it. */
export type CalledStage = Pick<ExecuteApiRequest, 'apiId' | 'stageName' | 'rawPath' | 'domain'>;

/**
 * The stage that answers a request to a domain: that of the mapping with the first part of the path, else of
 * the one without a base path.
 *
 * @param wirePath the path as the client sent and signed it
 * @returns undefined where no mapping leads anywhere
 */
export function stageOfDomain(
  { name, mappings }: DomainName,
  path: string,
  wirePath: string,
): CalledStage | undefined {
  const parts = path.split('/').slice(1);
  const [first = ''] = parts;
  const mapping = mappings[decode(first)] ?? mappings[noBasePath];
  if (mapping === undefined) {
    return undefined;
  }
  const hasBasePath = mapping.basePath !== noBasePath;
  const { stageName, rest } = chooseStage(mapping, hasBasePath ? parts.slice(1) : parts);
  return {
    apiId: mapping.restApiId,
    stageName,
    rawPath: `/${rest.join('/')}`,
    domain: { name, prefix: hasBasePath ? `/${first}` : '', wirePath },
  };
}

/** A mapping without a stage leaves it to the next part of the path. */
function chooseStage({ stage }: BasePathMapping, parts: readonly string[]) {
  const [stageName = '', ...rest] = stage === '' ? parts : [stage, ...parts];
  return { stageName, rest };
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
