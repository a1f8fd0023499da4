import type { ResourceType } from './resource.ts';

const loaders: Readonly<Record<string, () => Promise<ResourceType>>> = {
  'aws:acm/certificate:Certificate': async () =>
    (await import('./resources/certificate.ts')).certificate,
  'aws:acm/certificateValidation:CertificateValidation': async () =>
    (await import('./resources/certificate-validation.ts')).certificateValidation,
  'aws:apigateway/account:Account': async () =>
    (await import('./resources/api-gateway-account.ts')).apiGatewayAccount,
  'aws:apigateway/apiKey:ApiKey': async () => (await import('./resources/api-key.ts')).apiKey,
  'aws:apigateway/basePathMapping:BasePathMapping': async () =>
    (await import('./resources/base-path-mapping.ts')).basePathMapping,
  'aws:apigateway/deployment:Deployment': async () =>
    (await import('./resources/deployment.ts')).deployment,
  'aws:apigateway/domainName:DomainName': async () =>
    (await import('./resources/domain-name.ts')).domainName,
  'aws:apigateway/methodSettings:MethodSettings': async () =>
    (await import('./resources/method-settings.ts')).methodSettings,
  'aws:apigateway/restApi:RestApi': async () => (await import('./resources/rest-api.ts')).restApi,
  'aws:apigateway/stage:Stage': async () => (await import('./resources/stage.ts')).stage,
  'aws:apigateway/usagePlan:UsagePlan': async () =>
    (await import('./resources/usage-plan.ts')).usagePlan,
  'aws:apigateway/usagePlanKey:UsagePlanKey': async () =>
    (await import('./resources/usage-plan-key.ts')).usagePlanKey,
  'aws:cloudwatch/logGroup:LogGroup': async () =>
    (await import('./resources/log-group.ts')).logGroup,
  'aws:dynamodb/table:Table': async () => (await import('./resources/table.ts')).table,
  'aws:iam/openIdConnectProvider:OpenIdConnectProvider': async () =>
    (await import('./resources/oidc-provider.ts')).oidcProvider,
  'aws:iam/role:Role': async () => (await import('./resources/role.ts')).role,
  'aws:iam/rolePolicy:RolePolicy': async () =>
    (await import('./resources/role-policy.ts')).rolePolicy,
  'aws:iam/rolePolicyAttachment:RolePolicyAttachment': async () =>
    (await import('./resources/role-policy-attachment.ts')).rolePolicyAttachment,
  'aws:lambda/alias:Alias': async () => (await import('./resources/alias.ts')).alias,
  'aws:lambda/function:Function': async () =>
    (await import('./resources/lambda-function.ts')).lambdaFunction,
  'aws:lambda/permission:Permission': async () =>
    (await import('./resources/permission.ts')).permission,
  'aws:lambda/runtimeManagementConfig:RuntimeManagementConfig': async () =>
    (await import('./resources/runtime-management-config.ts')).runtimeManagementConfig,
  'aws:s3/bucket:Bucket': async () => (await import('./resources/bucket.ts')).bucket,
  'aws:route53/healthCheck:HealthCheck': async () =>
    (await import('./resources/health-check.ts')).healthCheck,
  'aws:route53/record:Record': async () => (await import('./resources/record.ts')).record,
  'aws:secretsmanager/secret:Secret': async () => (await import('./resources/secret.ts')).secret,
  'aws:secretsmanager/secretVersion:SecretVersion': async () =>
    (await import('./resources/secret-version.ts')).secretVersion,
  'aws:ssm/parameter:Parameter': async () => (await import('./resources/parameter.ts')).parameter,
};

/** Types that are modelled, as tokens of `@pulumi/aws`. */
export const resourceTypes: readonly string[] = Object.keys(loaders);

/**
 * A resource type by its token; its module is loaded when first asked for, to start fast.
 *
 * @returns undefined for a type that is not modelled.
 */
export async function loadResourceType(token: string): Promise<ResourceType | undefined> {
  return loaders[token]?.();
}

/** Every type that is modelled, by its token. */
export async function loadAllTypes(): Promise<readonly (readonly [string, ResourceType])[]> {
  return Promise.all(
    Object.entries(loaders).map(async ([token, load]) => [token, await load()] as const),
  );
}

/** Loads every resource type ahead of the first call. */
export async function preload(): Promise<void> {
  await import('./check.ts');
  await loadAllTypes();
}
