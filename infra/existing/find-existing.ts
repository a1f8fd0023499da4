import { APIGatewayClient } from '@aws-sdk/client-api-gateway';
import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { IAMClient } from '@aws-sdk/client-iam';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { Route53Client } from '@aws-sdk/client-route-53';
import type { ClientOptions } from '../../stack/sign-in/resolve-credentials.ts';
import type { StackTag } from '../../stack/stack-tag.ts';
import { findBucket } from './bucket.ts';
import { findDeployment, findRestApi, findStage } from './api-gateway.ts';
import { findAlias, findFunction } from './lambda.ts';
import { findBasePathMapping, findDomainName, findRecord } from './domain.ts';
import { findHealthCheck } from './health-check.ts';
import { findLogGroup } from './log-group.ts';
import { findOidcProvider } from './oidc-provider.ts';
import type { Found, Planned, Search } from './planned.ts';
import { findRole } from './role.ts';

/** Where a second one cannot be made, or should not. Of the other types making it again changes nothing. */
const finders: Readonly<
  Record<string, (search: Search, planned: Planned) => Promise<Found | undefined>>
> = {
  'aws:apigateway/basePathMapping:BasePathMapping': findBasePathMapping,
  'aws:apigateway/deployment:Deployment': findDeployment,
  'aws:apigateway/domainName:DomainName': findDomainName,
  'aws:apigateway/restApi:RestApi': findRestApi,
  'aws:apigateway/stage:Stage': findStage,
  'aws:cloudwatch/logGroup:LogGroup': findLogGroup,
  'aws:iam/openIdConnectProvider:OpenIdConnectProvider': findOidcProvider,
  'aws:iam/role:Role': findRole,
  'aws:lambda/alias:Alias': findAlias,
  'aws:lambda/function:Function': findFunction,
  'aws:s3/bucket:Bucket': findBucket,
  'aws:route53/healthCheck:HealthCheck': findHealthCheck,
  'aws:route53/record:Record': findRecord,
};

/**
 * Looks up which resources that Pulumi would create are there already, and this stack's: a `pulumi up` was
 * killed before it could write down what it had made, or Pulumi's state was lost. Each is looked for in its own region.
 *
 * @param aws what clients of the home region are made with.
 * @returns what was found, with what was planned. What depends on it may be found when it is adopted.
 * @throws {TakenNameError} when a name is taken by what is not this stack's.
 */
export async function findExisting<P extends Planned>(
  planned: readonly P[],
  aws: ClientOptions,
  tag: StackTag,
): Promise<(P & { readonly found: Found })[]> {
  const byRegion = Map.groupBy(planned, ({ inputs: { region } }) =>
    typeof region === 'string' ? region : aws.region,
  );
  const found = await Promise.all(
    [...byRegion].map(async ([region, some]) => {
      const there = await findIn(some, { ...aws, region }, tag);
      return region === aws.region ? there : there.map((each) => inRegion(each, region));
    }),
  );
  return found.flat();
}

/**
 * Without outputs the provider imports what state has, in its own region unless the id says another; with outputs
 * it reads what they say (https://www.pulumi.com/registry/packages/aws/how-to-guides/aws-enhanced-region-support/).
 */
function inRegion<P extends { readonly found: Found }>(each: P, region: string): P {
  const { id, kept } = each.found;
  return kept === undefined ? { ...each, found: { id: `${id}@${region}` } } : each;
}

async function findIn<P extends Planned>(
  planned: readonly P[],
  aws: ClientOptions,
  tag: StackTag,
): Promise<(P & { readonly found: Found })[]> {
  const search = {
    lambda: new LambdaClient(aws),
    apiGateway: new APIGatewayClient(aws),
    logs: new CloudWatchLogsClient(aws),
    iam: new IAMClient(aws),
    s3: async () => {
      const { S3Client } = await import('@aws-sdk/client-s3');
      return new S3Client({ ...aws, forcePathStyle: aws.endpoint !== undefined });
    },
    route53: new Route53Client(aws),
    tag,
  };
  try {
    const answers = await Promise.all(
      planned.map(async (each) => ({ ...each, found: await finders[each.type]?.(search, each) })),
    );
    return answers.flatMap(({ found, ...each }) =>
      found === undefined ? [] : [{ ...(each as unknown as P), found }],
    );
  } finally {
    const { lambda, apiGateway, logs, iam, route53 } = search;
    [lambda, apiGateway, logs, iam, route53].forEach((client) => {
      client.destroy();
    });
  }
}
