import type { AwsRegion } from './aws-region.ts';
import { ProviderError } from './errors.ts';
import type { Properties } from './properties.ts';

const invokes: Readonly<Record<string, (region: AwsRegion) => Promise<Properties> | Properties>> = {
  'aws:index/getCallerIdentity:getCallerIdentity': callerIdentity,
  'aws:index/getRegion:getRegion': describeRegion,
  'aws:index/getPartition:getPartition': describePartition,
};

/** Runs one of the functions of `@pulumi/aws`, by its token: `aws:index/getRegion:getRegion`. */
export async function runInvoke(token: string, region: AwsRegion): Promise<Properties> {
  const invoke = invokes[token];
  if (invoke === undefined) {
    throw new ProviderError(
      `the provider of the embedded AWS does not model the function ${token}; it has ${Object.keys(invokes).join(', ')}`,
    );
  }
  return invoke(region);
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
