import type { Properties } from './properties.ts';
import type { ResourceType } from './resource.ts';

/**
 * Inputs to compare with state: no region means the provider's, so that a region that is taken out of a program,
 * or another `aws:region`, makes another resource. State without a region is older than that input.
 *
 * @param providers empty where the provider has none.
 */
export function withRegion(
  type: ResourceType,
  state: Properties,
  asked: Properties,
  providers: string,
): Properties {
  const counts = isRegional(type) && providers !== '' && typeof state.region === 'string';
  return counts ? { ...asked, region: asked.region ?? providers } : asked;
}

/** An id to import, and where it says so by `ID@REGION` the region. */
export function importedFrom(
  type: ResourceType,
  id: string,
): { readonly id: string; readonly region?: string } {
  const [, own, region] = /^(.+)@([a-z]{2}(?:-[a-z]+)+-\d)$/.exec(id) ?? [];
  return isRegional(type) && own !== undefined && region !== undefined
    ? { id: own, region }
    : { id };
}

/** IAM and Route 53 have no regions, and their resources no such input. */
function isRegional({ schema }: ResourceType): boolean {
  return 'region' in schema.shape;
}
