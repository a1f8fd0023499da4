import { ListTagsForResourceCommand, paginateListHealthChecks } from '@aws-sdk/client-route-53';
import { z } from 'zod';
import { carries } from '../../stack/stack-tag.ts';
import type { Found, Planned, Search } from './planned.ts';

const healthCheckInputs = z.object({ fqdn: z.string() });

/**
 * Anybody may check a name, so a health check of it is this stack's by its tag alone. One that a killed run had not
 * tagged yet is nobody's: another is made beside it.
 */
export async function findHealthCheck(
  { route53, tag }: Search,
  { inputs }: Planned,
): Promise<Found | undefined> {
  const planned = healthCheckInputs.safeParse(inputs);
  if (!planned.success) {
    return undefined;
  }
  const { fqdn } = planned.data;
  const ids: string[] = [];
  for await (const { HealthChecks = [] } of paginateListHealthChecks({ client: route53 }, {})) {
    const ofName = HealthChecks.filter(
      ({ HealthCheckConfig }) => HealthCheckConfig?.FullyQualifiedDomainName === fqdn,
    );
    ids.push(...ofName.map(({ Id = '' }) => Id));
  }
  for (const id of ids) {
    const { ResourceTagSet } = await route53.send(
      new ListTagsForResourceCommand({ ResourceType: 'healthcheck', ResourceId: id }),
    );
    const tags = ResourceTagSet?.Tags ?? [];
    if (carries(Object.fromEntries(tags.map(({ Key = '', Value = '' }) => [Key, Value])), tag)) {
      return { id };
    }
  }
  return undefined;
}
