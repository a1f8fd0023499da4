import { regionalDomainName } from '../apigateway/views.ts';
import type { Region } from '../region.ts';
import { canonicalName } from './names.ts';
import type { Resolution } from './resolve.ts';

/** The region whose domain a resolution ends at; undefined where it ends at something else. */
export function regionOfTarget(
  regions: readonly Region[],
  { chain }: Resolution,
): Region | undefined {
  const last = chain.at(-1);
  const target = canonicalName(last?.alias?.dnsName ?? last?.values[0] ?? '');
  return regions.find(({ region, state }) =>
    Object.values(state.apigateway.domainNames).some(({ id, distributionId }) =>
      [regionalDomainName(id, region), `${distributionId}.cloudfront.net`]
        .map(canonicalName)
        .includes(target),
    ),
  );
}
