import type { AwsRegion } from './aws-region.ts';
import { ProviderError } from './errors.ts';
import type { Properties } from './properties.ts';

type Invoke = (region: AwsRegion, inputs: Properties) => Promise<Properties> | Properties;

const invokes: Readonly<Record<string, Invoke>> = {
  'aws:index/getCallerIdentity:getCallerIdentity': callerIdentity,
  'aws:index/getRegion:getRegion': describeRegion,
  'aws:index/getPartition:getPartition': describePartition,
  'aws:route53/getZone:getZone': getZone,
};

/** Runs one of the functions of `@pulumi/aws`, by its token: `aws:index/getRegion:getRegion`. */
export async function runInvoke(
  token: string,
  region: AwsRegion,
  inputs: Properties,
): Promise<Properties> {
  const invoke = invokes[token];
  if (invoke === undefined) {
    throw new ProviderError(
      `the provider of the embedded AWS does not model the function ${token}; it has ${Object.keys(invokes).join(', ')}`,
    );
  }
  return invoke(region, inputs);
}

async function callerIdentity(region: AwsRegion): Promise<Properties> {
  const { GetCallerIdentityCommand } = await import('@aws-sdk/client-sts');
  const { Account, Arn, UserId } = await (await region.sts).send(new GetCallerIdentityCommand({}));
  return { id: Account, accountId: Account, arn: Arn, userId: UserId };
}

function describeRegion({ name }: AwsRegion): Properties {
  return {
    id: name,
    name,
    region: name,
    description: `${name} of the embedded AWS`,
    endpoint: `ec2.${name}.amazonaws.com`,
  };
}

function describePartition({ partition }: AwsRegion): Properties {
  const dnsSuffix = partition === 'aws-cn' ? 'amazonaws.com.cn' : 'amazonaws.com';
  return {
    id: partition,
    partition,
    dnsSuffix,
    reverseDnsPrefix: dnsSuffix.split('.').reverse().join('.'),
  };
}

/** The one zone of a name, public unless said otherwise. @throws {ProviderError} for none, or several */
async function getZone(region: AwsRegion, inputs: Properties): Promise<Properties> {
  const { GetHostedZoneCommand, paginateListHostedZones } =
    await import('@aws-sdk/client-route-53');
  const client = await region.route53;
  const name = String(inputs.name).replace(/\.?$/, '.');
  const isPrivate = inputs.privateZone === true;
  const ids: string[] = [];
  for await (const { HostedZones = [] } of paginateListHostedZones({ client }, {})) {
    const named = HostedZones.filter(
      (zone) => zone.Name === name && (zone.Config?.PrivateZone ?? false) === isPrivate,
    );
    ids.push(...named.map(({ Id = '' }) => Id.replace('/hostedzone/', '')));
  }
  const [id, ...others] = ids;
  if (id === undefined || others.length > 0) {
    throw new ProviderError(
      id === undefined
        ? 'no matching Route 53 Hosted Zone found'
        : 'multiple Route 53 Hosted Zones matched',
    );
  }
  const { HostedZone, DelegationSet } = await client.send(new GetHostedZoneCommand({ Id: id }));
  const nameServers = DelegationSet?.NameServers ?? [];
  return {
    ...{ id, zoneId: id, arn: `arn:${region.partition}:route53:::hostedzone/${id}` },
    ...{ name: name.replace(/\.$/, ''), nameServers, primaryNameServer: nameServers[0] ?? '' },
    callerReference: HostedZone?.CallerReference ?? '',
    comment: HostedZone?.Config?.Comment ?? '',
    ...{ linkedServiceDescription: '', linkedServicePrincipal: '', privateZone: isPrivate },
    resourceRecordSetCount: HostedZone?.ResourceRecordSetCount ?? 0,
    tags: {},
  };
}
