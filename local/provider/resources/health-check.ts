import { randomUUID } from 'node:crypto';
import type { HealthCheckConfig, HealthCheckType } from '@aws-sdk/client-route-53';
import { z } from 'zod';
import type { AwsRegion } from '../aws-region.ts';
import { unlessMissing } from '../errors.ts';
import type { Properties } from '../properties.ts';
import { defineResource, type Live } from '../resource.ts';
import { allTags, tagChanges, tagProperties } from '../tags.ts';

const schema = z.strictObject({
  childHealthThreshold: z.number().optional(),
  childHealthchecks: z.array(z.string()).optional(),
  disabled: z.boolean().optional(),
  enableSni: z.boolean().optional(),
  failureThreshold: z.number().optional(),
  fqdn: z.string().optional(),
  invertHealthcheck: z.boolean().optional(),
  measureLatency: z.boolean().optional(),
  port: z.number().optional(),
  referenceName: z.string().optional(),
  regions: z.array(z.string()).optional(),
  requestInterval: z.number().optional(),
  resourcePath: z.string().optional(),
  tags: z.record(z.string(), z.string()).optional(),
  type: z.string(),
});
type Inputs = z.output<typeof schema>;

/** `aws:route53/healthCheck:HealthCheck`: of an endpoint, or calculated from others. */
export const healthCheck = defineResource({
  title: 'health check',
  schema,
  outputs: ['arn', 'tagsAll'],
  replaceOn: ['measureLatency', 'referenceName', 'requestInterval', 'type'],
  chosenByAws: ['enableSni', 'failureThreshold', 'port', 'requestInterval'],
  notReadable: ['referenceName'],
  equivalent: { childHealthchecks: isSameSet, regions: isSameSet },
  tagged: true,

  async create(region, inputs) {
    const { CreateHealthCheckCommand } = await import('@aws-sdk/client-route-53');
    const client = await region.route53;
    const reference = [inputs.referenceName, randomUUID()].filter(Boolean).join('-').slice(0, 64);
    const { HealthCheck } = await client.send(
      new CreateHealthCheckCommand({
        CallerReference: reference,
        HealthCheckConfig: {
          ...changeable(inputs),
          Type: inputs.type as HealthCheckType,
          RequestInterval: inputs.requestInterval,
          MeasureLatency: inputs.measureLatency,
        },
      }),
    );
    return HealthCheck?.Id ?? '';
  },

  complete: (region, id, { tags }) => changeTags(region, id, {}, tags),

  async read(region, id): Promise<Live | undefined> {
    const { GetHealthCheckCommand, ListTagsForResourceCommand } =
      await import('@aws-sdk/client-route-53');
    const client = await region.route53;
    const live = await unlessMissing(client.send(new GetHealthCheckCommand({ HealthCheckId: id })));
    if (live?.HealthCheck === undefined) {
      return undefined;
    }
    const { ResourceTagSet } = await client.send(
      new ListTagsForResourceCommand({ ResourceType: 'healthcheck', ResourceId: id }),
    );
    const tags = (ResourceTagSet?.Tags ?? []).map(
      ({ Key = '', Value = '' }) => [Key, Value] as const,
    );
    return {
      id,
      properties: {
        arn: `arn:${region.partition}:route53:::healthcheck/${id}`,
        ...propertiesOf(live.HealthCheck.HealthCheckConfig),
        ...tagProperties(region, Object.fromEntries(tags)),
      },
    };
  },

  async update(region, id, { inputs, changed, state }) {
    if ([...changed].some((name) => name !== 'tags' && name !== 'tagsAll')) {
      const { UpdateHealthCheckCommand } = await import('@aws-sdk/client-route-53');
      const client = await region.route53;
      await client.send(
        new UpdateHealthCheckCommand({
          HealthCheckId: id,
          ...changeable(inputs),
          ResetElements: [
            ...(inputs.resourcePath === undefined ? (['ResourcePath'] as const) : []),
            ...(inputs.regions === undefined ? (['Regions'] as const) : []),
          ],
        }),
      );
    }
    if (changed.has('tagsAll')) {
      await changeTags(region, id, state, inputs.tags);
    }
  },

  async delete(region, id) {
    const { DeleteHealthCheckCommand } = await import('@aws-sdk/client-route-53');
    const client = await region.route53;
    await unlessMissing(client.send(new DeleteHealthCheckCommand({ HealthCheckId: id })));
  },
});

/** What both a creation and an update say. */
function changeable(inputs: Inputs): Omit<HealthCheckConfig, 'Type'> {
  const isCalculated = inputs.type === 'CALCULATED';
  return {
    FullyQualifiedDomainName: inputs.fqdn,
    Port: inputs.port,
    ResourcePath: inputs.resourcePath,
    FailureThreshold: inputs.failureThreshold,
    EnableSNI: inputs.enableSni,
    Inverted: inputs.invertHealthcheck ?? false,
    Disabled: inputs.disabled ?? false,
    Regions: inputs.regions as HealthCheckConfig['Regions'],
    ...(isCalculated && {
      ChildHealthChecks: inputs.childHealthchecks ?? [],
      HealthThreshold: inputs.childHealthThreshold ?? 0,
    }),
  };
}

function propertiesOf(config: HealthCheckConfig | undefined): Properties {
  const read: Properties = {
    type: config?.Type,
    fqdn: config?.FullyQualifiedDomainName,
    port: config?.Port,
    resourcePath: config?.ResourcePath,
    requestInterval: config?.RequestInterval,
    failureThreshold: config?.FailureThreshold,
    measureLatency: config?.MeasureLatency,
    enableSni: config?.EnableSNI,
    childHealthThreshold: config?.HealthThreshold,
    childHealthchecks: config?.ChildHealthChecks,
    regions: config?.Regions,
    invertHealthcheck: config?.Inverted,
    disabled: config?.Disabled,
  };
  return Object.fromEntries(Object.entries(read).filter(([, value]) => value !== undefined));
}

async function changeTags(
  region: AwsRegion,
  ResourceId: string,
  state: Properties,
  tags: Readonly<Record<string, string>> | undefined,
): Promise<void> {
  const { set, removed } = tagChanges(state, allTags(region, tags));
  const AddTags = Object.entries(set).map(([Key, Value]) => ({ Key, Value }));
  if (AddTags.length + removed.length === 0) {
    return;
  }
  const { ChangeTagsForResourceCommand } = await import('@aws-sdk/client-route-53');
  const client = await region.route53;
  await client.send(
    new ChangeTagsForResourceCommand({
      ...{ ResourceType: 'healthcheck', ResourceId },
      ...(AddTags.length > 0 && { AddTags }),
      ...(removed.length > 0 && { RemoveTagKeys: removed }),
    }),
  );
}

/** Route 53 keeps a set, in no order. */
function isSameSet(one: unknown, other: unknown): boolean {
  const sorted = (value: unknown) => JSON.stringify([value ?? []].flat().map(String).toSorted());
  return sorted(one) === sorted(other);
}
