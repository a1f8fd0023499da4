import type * as pulumi from '@pulumi/pulumi';
import { HealthCheck } from '@pulumi/aws/route53/healthCheck.js';
import { Record } from '@pulumi/aws/route53/record.js';
import { healthCheckOf, policiesIn, type RecordPolicy } from '../stack/domain-routing.ts';
import type { StackSettings } from '../stack/settings.ts';
import type { DomainContext } from './domain.ts';
import { stackTags } from './stack-tags.ts';

/** A name of a domain in a region, and what it leads to. */
interface LeadingName {
  readonly name: string;
  /** What the program calls it. */
  readonly known: string;
  readonly zoneId: string;
  readonly alias: {
    readonly name: pulumi.Output<string>;
    readonly zoneId: pulumi.Output<string>;
    readonly evaluateTargetHealth: boolean;
  };
  readonly isForCallers: boolean;
}

/** A record A and one AAAA that lead to a domain; where the records choose the region, one set of these for it. */
export function createRecords(
  { name, known, zoneId, alias, isForCallers }: LeadingName,
  settings: StackSettings,
  { place, home, atHome }: DomainContext,
): Record[] {
  const routing = isForCallers ? settings.domain?.routing : undefined;
  const policies: readonly (RecordPolicy | undefined)[] =
    routing === undefined ? [undefined] : policiesIn(routing, place.region, home);
  const health = routing === undefined ? undefined : createHealthCheck(name, settings, place);
  return policies.flatMap((policy, index) =>
    ['A', 'AAAA'].map((type) => {
      const part = index === 0 ? '' : `-${policy?.setIdentifier.split(' ').at(-1) ?? ''}`;
      return new Record(
        place.called(`${known}-${type.toLowerCase()}${part}`),
        {
          ...{ zoneId, name, type, aliases: [alias] },
          ...policy,
          ...(health && { healthCheckId: health.id }),
        },
        {
          // Those by place beside the first go with it, and an edit may take one away.
          protect: isForCallers && index === 0,
          ...(policy !== undefined && atHome !== undefined && { dependsOn: [...atHome.records] }),
        },
      );
    }),
  );
}

/**
 * Whether a region answers, by the name that leads to it alone: the API's own URL may be closed. A region that serves
 * nothing yet is unhealthy, as its placeholder answers 503.
 */
function createHealthCheck(
  name: string,
  settings: StackSettings,
  place: DomainContext['place'],
): HealthCheck | undefined {
  const endpoint = healthCheckOf(settings, name, place);
  return (
    endpoint &&
    new HealthCheck(place.called(`${name}-health`), {
      ...{ type: 'HTTPS', port: 443, enableSni: true, ...endpoint },
      ...{ requestInterval: 30, failureThreshold: 3 },
      tags: { ...stackTags(), Name: endpoint.fqdn },
    })
  );
}
