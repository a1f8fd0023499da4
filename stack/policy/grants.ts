import { needsOfOwn } from './own-resources.ts';
import {
  aliasesThatMayBeProvisioned,
  aliasesToProvision,
  allDomainNames,
  apiGatewayAccount,
  apiGatewayRole,
  apiResources,
  apiStages,
  apiTags,
  baseMappings,
  boundedRole,
  bundles,
  bundlesBucket,
  calledFunctions,
  deployerRole,
  deployments,
  domainNames,
  domainTags,
  eachDeployment,
  eachMapping,
  environmentKey,
  everyAlarm,
  everyLogGroup,
  everyMetric,
  everyNetwork,
  everyProvider,
  everyRole,
  everything,
  everyZone,
  functionRole,
  functionWithReservation,
  functionWithRuntimeUpdates,
  githubProvider,
  hostedZones,
  itsAliases,
  itsQualifiers,
  layerVersions,
  logGroups,
  madeCertificates,
  managedPolicies,
  newCertificates,
  recordNames,
  releaseLogStreams,
  restApi,
  restApis,
  rolesNotKept,
  roleWithManagedPolicies,
  stages,
  theFunction,
  zoneChanges,
  type PolicyScope,
} from './resources.ts';

type Condition = Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;
type Resources = (scope: PolicyScope) => readonly string[];

/** Actions of IAM, each on the same resources. */
interface Grant {
  readonly actions: readonly string[];
  readonly on: Resources;
  readonly condition?: Condition | ((scope: PolicyScope) => Condition);
}

export interface Statement {
  readonly Effect: 'Allow';
  readonly Action: readonly string[];
  readonly Resource: readonly string[];
  readonly Condition?: Condition;
}

/** A policy document of IAM. */
export interface Policy {
  readonly Version: '2012-10-17';
  readonly Statement: readonly Statement[];
}

/**
 * What IAM asks for each call that the runner makes, by service and operation; undefined where it
 * asks for nothing. Each action is listed with its resource types in AWS's Service Authorization
 * Reference (https://docs.aws.amazon.com/service-authorization/latest/reference/).
 *
 * Lambda compares a policy with the function and the qualifier of a call: an ARN without a
 * qualifier does not match a call that has one, and the other way round
 * (https://docs.aws.amazon.com/lambda/latest/dg/lambda-api-permissions-ref.html). An alias's name is
 * no qualifier there, so the calls that read and move aliases cannot be limited to some of them.
 * `DeleteFunction` on qualifiers alone deletes versions, and never the function.
 *
 * API Gateway's actions are HTTP methods, and its ARNs are paths without an account
 * (https://docs.aws.amazon.com/apigateway/latest/developerguide/arn-format-reference.html).
 *
 * CloudWatch has no resources for metrics, and answers nothing about composite alarms to who may
 * describe only some alarms
 * (https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_DescribeAlarms.html).
 */
export const releasingGrants: Readonly<Record<string, Grant | undefined>> = {
  'sts:GetCallerIdentity': undefined,
  'lambda:GetAlias': { actions: ['lambda:GetAlias'], on: theFunction },
  'lambda:CreateAlias': { actions: ['lambda:CreateAlias'], on: theFunction },
  'lambda:UpdateAlias': { actions: ['lambda:UpdateAlias'], on: theFunction },
  'lambda:UpdateFunctionCode': { actions: ['lambda:UpdateFunctionCode'], on: theFunction },
  'lambda:PublishVersion': { actions: ['lambda:PublishVersion'], on: theFunction },
  'lambda:ListAliases': { actions: ['lambda:ListAliases'], on: theFunction },
  'lambda:ListVersionsByFunction': { actions: ['lambda:ListVersionsByFunction'], on: theFunction },
  'lambda:GetFunctionConfiguration': {
    actions: ['lambda:GetFunctionConfiguration'],
    on: itsQualifiers,
  },
  'lambda:GetProvisionedConcurrencyConfig': {
    actions: ['lambda:GetProvisionedConcurrencyConfig'],
    on: aliasesThatMayBeProvisioned,
  },
  'lambda:PutProvisionedConcurrencyConfig': {
    actions: ['lambda:PutProvisionedConcurrencyConfig'],
    on: aliasesToProvision,
  },
  'lambda:DeleteProvisionedConcurrencyConfig': {
    actions: ['lambda:DeleteProvisionedConcurrencyConfig'],
    on: aliasesToProvision,
  },
  /** By the permissions of its aliases a stack finds its API, without Pulumi. */
  'lambda:GetPolicy': { actions: ['lambda:GetPolicy'], on: itsQualifiers },
  'lambda:DeleteFunction': { actions: ['lambda:DeleteFunction'], on: itsQualifiers },
  /** The lambda tier, which runs with the deployer's credentials. */
  'lambda:Invoke': { actions: ['lambda:InvokeFunction'], on: itsQualifiers },
  'apigateway:GetRestApi': { actions: ['apigateway:GET'], on: restApi },
  'apigateway:GetStage': { actions: ['apigateway:GET'], on: apiStages },
  'apigateway:UpdateStage': { actions: ['apigateway:PATCH'], on: apiStages },
  'apigateway:GetStages': { actions: ['apigateway:GET'], on: stages },
  'apigateway:GetDeployment': { actions: ['apigateway:GET'], on: eachDeployment },
  'apigateway:GetDeployments': { actions: ['apigateway:GET'], on: deployments },
  'apigateway:GetDomainName': { actions: ['apigateway:GET'], on: domainNames },
  'apigateway:GetBasePathMapping': { actions: ['apigateway:GET'], on: eachMapping },
  'apigateway:DeleteDeployment': { actions: ['apigateway:DELETE'], on: eachDeployment },
  'logs:CreateLogStream': { actions: ['logs:CreateLogStream'], on: releaseLogStreams },
  'logs:PutLogEvents': { actions: ['logs:PutLogEvents'], on: releaseLogStreams },
  'logs:DescribeLogStreams': { actions: ['logs:DescribeLogStreams'], on: releaseLogStreams },
  'logs:GetLogEvents': { actions: ['logs:GetLogEvents'], on: releaseLogStreams },
  /** Lambda fetches it as who calls it. */
  's3:PutObject': { actions: ['s3:PutObject', 's3:GetObject'], on: bundles },
  's3:ListObjectsV2': { actions: ['s3:ListBucket'], on: bundlesBucket },
  's3:DeleteObject': { actions: ['s3:DeleteObject'], on: bundles },
  'monitoring:GetMetricData': { actions: ['cloudwatch:GetMetricData'], on: everyMetric },
  'monitoring:DescribeAlarms': { actions: ['cloudwatch:DescribeAlarms'], on: everyAlarm },
};

/** Of a role, whether it is deleted with the stack or kept; all in one statement, since a policy has 6144 characters. */
const roleActions = [
  'iam:CreateRole',
  'iam:GetRole',
  'iam:ListAttachedRolePolicies',
  'iam:ListRolePolicies',
  'iam:ListRoleTags',
  'iam:TagRole',
  'iam:UntagRole',
  'iam:UpdateAssumeRolePolicy',
];

/**
 * What Pulumi's AWS provider calls to create, read, change and delete the resources of the program,
 * by type; of what the program keeps on delete (deployments, the account's CloudWatch role) nothing
 * is deleted. What can have tags gets the stack's, by which what a killed run left is found again, among all
 * APIs and roles. What else a setting needs is granted where it is set. There is no `lambda:UpdateAlias` in it, nor
 * `lambda:UpdateFunctionCode`: `pulumi up` could not move an alias if it tried.
 *
 * Which calls these are comes from the provider's source, since AWS's documents cannot say it:
 * reading a function lists its versions and its code signing, reading a role lists its policies,
 * deleting a role lists its instance profiles, reading a log group looks for it among all.
 */
export const provisioningGrants: Readonly<Record<string, readonly Grant[]>> = {
  'aws:lambda/function:Function': [
    {
      actions: [
        'lambda:CreateFunction',
        'lambda:GetFunction',
        'lambda:GetFunctionCodeSigningConfig',
        'lambda:ListTags',
        'lambda:ListVersionsByFunction',
        'lambda:TagResource',
        'lambda:UntagResource',
        'lambda:UpdateFunctionConfiguration',
        'lambda:DeleteFunction',
      ],
      on: theFunction,
    },
    { actions: ['iam:PassRole'], on: functionRole, condition: passedTo('lambda.amazonaws.com') },
    {
      actions: ['lambda:PutFunctionConcurrency', 'lambda:DeleteFunctionConcurrency'],
      on: functionWithReservation,
    },
    { actions: ['lambda:GetLayerVersion'], on: layerVersions },
    { actions: ['kms:CreateGrant', 'kms:Encrypt', 'kms:Decrypt'], on: environmentKey },
    {
      actions: ['ec2:DescribeSecurityGroups', 'ec2:DescribeSubnets', 'ec2:DescribeVpcs'],
      on: everyNetwork,
    },
  ],
  'aws:s3/bucket:Bucket': [
    {
      // Reading a bucket asks for each of its properties, deleting it empties it; `*Resource` is of its tags.
      actions: [
        's3:*Bucket',
        's3:*Resource',
        's3:Get*Configuration',
        's3:GetBucket*',
        's3:ListBucket*',
        's3:PutBucketTagging',
      ],
      on: bundlesBucket,
    },
    { actions: ['s3:DeleteObject*'], on: bundles },
  ],
  'aws:lambda/runtimeManagementConfig:RuntimeManagementConfig': [
    {
      actions: ['lambda:GetRuntimeManagementConfig', 'lambda:PutRuntimeManagementConfig'],
      on: functionWithRuntimeUpdates,
    },
  ],
  'aws:lambda/alias:Alias': [
    {
      actions: [
        'lambda:CreateAlias',
        'lambda:GetAlias',
        'lambda:ListAliases',
        'lambda:DeleteAlias',
      ],
      on: theFunction,
    },
  ],
  'aws:lambda/permission:Permission': [itsAliases, calledFunctions].flatMap((on) => [
    { actions: ['lambda:GetPolicy', 'lambda:RemovePermission'], on },
    {
      actions: ['lambda:AddPermission'],
      on,
      condition: { StringEquals: { 'lambda:Principal': 'apigateway.amazonaws.com' } },
    },
  ]),
  'aws:apigateway/restApi:RestApi': [
    { actions: ['apigateway:GET', 'apigateway:POST'], on: restApis },
    { actions: ['apigateway:PUT', 'apigateway:DELETE'], on: apiTags },
    {
      actions: ['apigateway:GET', 'apigateway:PUT', 'apigateway:PATCH', 'apigateway:DELETE'],
      on: restApi,
    },
    { actions: ['apigateway:GET'], on: apiResources },
  ],
  'aws:apigateway/deployment:Deployment': [
    // Read, too: a definition that comes back finds the deployment that it had.
    { actions: ['apigateway:GET', 'apigateway:POST'], on: deployments },
    { actions: ['apigateway:GET', 'apigateway:PATCH'], on: eachDeployment },
  ],
  'aws:apigateway/stage:Stage': [
    // Before a target is retired, somebody is told whether it is called.
    { actions: ['cloudwatch:GetMetricData'], on: everything },
    { actions: ['apigateway:GET', 'apigateway:POST'], on: stages },
    { actions: ['apigateway:GET', 'apigateway:PATCH', 'apigateway:DELETE'], on: apiStages },
  ],
  'aws:apigateway/methodSettings:MethodSettings': [
    { actions: ['apigateway:GET', 'apigateway:PATCH'], on: apiStages },
  ],
  'aws:apigateway/domainName:DomainName': [
    { actions: ['apigateway:POST'], on: allDomainNames },
    { actions: ['apigateway:GET', 'apigateway:PATCH', 'apigateway:DELETE'], on: domainNames },
    { actions: ['apigateway:PUT', 'apigateway:DELETE'], on: domainTags },
  ],
  'aws:apigateway/basePathMapping:BasePathMapping': [
    { actions: ['apigateway:POST'], on: baseMappings },
    { actions: ['apigateway:GET', 'apigateway:PATCH', 'apigateway:DELETE'], on: eachMapping },
  ],
  'aws:acm/certificate:Certificate': [
    { actions: ['acm:RequestCertificate'], on: newCertificates },
    {
      actions: [
        'acm:AddTagsToCertificate',
        'acm:DeleteCertificate',
        'acm:DescribeCertificate',
        'acm:ListTagsForCertificate',
        'acm:RemoveTagsFromCertificate',
      ],
      on: madeCertificates,
    },
  ],
  'aws:acm/certificateValidation:CertificateValidation': [
    { actions: ['acm:DescribeCertificate'], on: madeCertificates },
  ],
  'aws:route53/record:Record': [
    { actions: ['route53:ListHostedZones', 'route53:ListHostedZonesByName'], on: everyZone },
    {
      actions: [
        'route53:GetHostedZone',
        'route53:ListResourceRecordSets',
        'route53:ListTagsForResource',
      ],
      on: hostedZones,
    },
    {
      actions: ['route53:ChangeResourceRecordSets'],
      on: hostedZones,
      condition: (scope) => ({
        'ForAllValues:StringLike': {
          'route53:ChangeResourceRecordSetsNormalizedRecordNames': recordNames(scope),
        },
      }),
    },
    { actions: ['route53:GetChange'], on: zoneChanges },
  ],
  'aws:cloudwatch/logGroup:LogGroup': [
    { actions: ['logs:DescribeLogGroups'], on: everyLogGroup },
    {
      actions: [
        'logs:CreateLogGroup',
        'logs:PutRetentionPolicy',
        'logs:ListTagsForResource',
        'logs:TagResource',
        'logs:UntagResource',
        'logs:DeleteLogGroup',
      ],
      on: logGroups,
    },
  ],
  'aws:iam/role:Role': [
    { actions: roleActions, on: everyRole },
    { actions: ['iam:ListInstanceProfilesForRole', 'iam:DeleteRole'], on: rolesNotKept },
    { actions: ['iam:UpdateRole'], on: deployerRole },
    { actions: ['iam:ListRoles'], on: everything },
    {
      actions: ['iam:PutRolePermissionsBoundary', 'iam:DeleteRolePermissionsBoundary'],
      on: boundedRole,
    },
  ],
  'aws:iam/rolePolicy:RolePolicy': [
    { actions: ['iam:PutRolePolicy', 'iam:GetRolePolicy'], on: everyRole },
    { actions: ['iam:DeleteRolePolicy'], on: rolesNotKept },
  ],
  'aws:iam/rolePolicyAttachment:RolePolicyAttachment': [
    {
      actions: ['iam:AttachRolePolicy', 'iam:DetachRolePolicy'],
      on: roleWithManagedPolicies,
      condition: (scope) => ({ ArnEquals: { 'iam:PolicyARN': managedPolicies(scope) } }),
    },
  ],
  'aws:iam/openIdConnectProvider:OpenIdConnectProvider': [
    { actions: ['iam:ListOpenIDConnectProviders'], on: everyProvider },
    {
      actions: [
        'iam:AddClientIDToOpenIDConnectProvider',
        'iam:CreateOpenIDConnectProvider',
        'iam:GetOpenIDConnectProvider',
        'iam:RemoveClientIDFromOpenIDConnectProvider',
        'iam:TagOpenIDConnectProvider',
        'iam:UntagOpenIDConnectProvider',
      ],
      on: githubProvider,
    },
  ],
  'aws:apigateway/account:Account': [
    { actions: ['apigateway:GET', 'apigateway:PATCH'], on: apiGatewayAccount },
    {
      actions: ['iam:PassRole'],
      on: apiGatewayRole,
      condition: passedTo('apigateway.amazonaws.com'),
    },
  ],
};

/** What `pulumi up` and `pulumi destroy` need for the program's resources in this stack, and for its own ones. */
export function provisioningPolicy(scope: PolicyScope): Policy {
  return toPolicy([...Object.values(provisioningGrants).flat(), ...ownGrants(scope)], scope);
}

function ownGrants(scope: PolicyScope): Grant[] {
  return (scope.own ?? [])
    .flatMap((resource) => needsOfOwn[resource.type]?.(scope, resource) ?? [])
    .map(({ actions, resources }) => ({ actions, on: () => resources }));
}

/** Of what makes CI a deployer, CI itself reads all, and changes nothing. */
const deployerReads: readonly Grant[] = [
  {
    actions: [
      'iam:GetRole',
      'iam:GetRolePolicy',
      'iam:ListAttachedRolePolicies',
      'iam:ListRolePolicies',
      'iam:ListRoleTags',
    ],
    on: deployerRole,
  },
  { actions: ['iam:ListOpenIDConnectProviders'], on: everyProvider },
  { actions: ['iam:GetOpenIDConnectProvider'], on: githubProvider },
];

/**
 * What CI may do in this stack: all that people may who release it, but for making itself able to do more.
 */
export function deployerPolicies(
  scope: PolicyScope,
): Readonly<Record<'provisioning' | 'releasing', Policy>> {
  const withoutCi = { ...scope, settings: { ...scope.settings, ci: {} } };
  const reads = toPolicy(deployerReads, scope);
  const provisioning = provisioningPolicy(withoutCi);
  return {
    provisioning: { ...provisioning, Statement: [...provisioning.Statement, ...reads.Statement] },
    releasing: releasingPolicy(scope),
  };
}

/** What the runner itself calls, for all its commands. */
export function releasingPolicy(scope: PolicyScope): Policy {
  const grants = Object.values(releasingGrants).filter((grant) => grant !== undefined);
  return toPolicy(grants, scope);
}

/** One statement for the actions that have their resources and condition in common, and one for the same actions. */
function toPolicy(grants: readonly Grant[], scope: PolicyScope): Policy {
  const statements = new Map<string, Statement>();
  for (const { actions, on, condition } of grants) {
    const resources = on(scope);
    const required = typeof condition === 'function' ? condition(scope) : condition;
    const key = JSON.stringify([resources, required]);
    const before = statements.get(key)?.Action ?? [];
    if (resources.length > 0) {
      statements.set(key, {
        Effect: 'Allow',
        Action: [...new Set([...before, ...actions])].sort(),
        Resource: resources,
        ...(required && { Condition: required }),
      });
    }
  }
  return { Version: '2012-10-17', Statement: joinSameActions([...statements.values()]) };
}

function joinSameActions(statements: readonly Statement[]): Statement[] {
  const joined = new Map<string, Statement>();
  for (const statement of statements) {
    const key = JSON.stringify([statement.Action, statement.Condition]);
    const before = joined.get(key)?.Resource ?? [];
    joined.set(key, { ...statement, Resource: [...before, ...statement.Resource] });
  }
  return [...joined.values()];
}

function passedTo(service: string): Condition {
  return { StringEquals: { 'iam:PassedToService': service } };
}
