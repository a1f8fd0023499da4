import * as pulumi from '@pulumi/pulumi';

/** Types of resources that have tags, of those that the program makes. */
const taggable: ReadonlySet<string> = new Set([
  'aws:acm/certificate:Certificate',
  'aws:apigateway/domainName:DomainName',
  'aws:apigateway/restApi:RestApi',
  'aws:apigateway/stage:Stage',
  'aws:cloudwatch/logGroup:LogGroup',
  'aws:iam/openIdConnectProvider:OpenIdConnectProvider',
  'aws:iam/role:Role',
  'aws:lambda/function:Function',
  'aws:route53/healthCheck:HealthCheck',
  'aws:s3/bucket:Bucket',
]);

/** From here on, every resource of the stack that can have tags has these; an alias never has any (trap D1). */
export function tagResources(tags: Readonly<Record<string, string>>): void {
  if (Object.keys(tags).length === 0) {
    return;
  }
  pulumi.runtime.registerStackTransformation(({ type, props, opts }) =>
    taggable.has(type)
      ? { props: { ...props, tags: { ...tags, ...tagsOf(props) } }, opts }
      : undefined,
  );
}

function tagsOf(props: unknown): object {
  const own: unknown =
    typeof props === 'object' && props !== null && 'tags' in props ? props.tags : undefined;
  return typeof own === 'object' && own !== null ? own : {};
}
