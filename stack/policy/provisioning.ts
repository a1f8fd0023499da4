import { needsOfOwn } from './own-resources.ts';
import { bucketActions } from './own/s3.ts';
import { toPolicy, type Condition, type Grant, type Policy } from './policy.ts';
import {
  accountToAsk,
  apiGatewayAccount,
  apiResources,
  apiStages,
  apiTags,
  deployments,
  eachDeployment,
  restApi,
  restApis,
  stages,
} from './resources/api-gateway.ts';
import {
  allDomainNames,
  baseMappings,
  domainNames,
  domainTags,
  eachMapping,
  everyZone,
  healthChecks,
  hostedZones,
  madeCertificates,
  newCertificates,
  newHealthChecks,
  recordNames,
  zoneChanges,
} from './resources/domain.ts';
import {
  bundles,
  bundlesBucket,
  calledFunctions,
  environmentKey,
  everyNetwork,
  functionWithReservation,
  functionWithRuntimeUpdates,
  itsAliases,
  layerVersions,
  theFunction,
} from './resources/lambda.ts';
import {
  apiGatewayRole,
  boundedRole,
  deployerRole,
  everyProvider,
  everyRole,
  functionRole,
  githubProvider,
  managedPolicies,
  rolesNotKept,
  roleWithManagedPolicies,
} from './resources/roles.ts';
import { everything, type PolicyScope } from './resources/scope.ts';
import { everyLogGroup, logGroups } from './resources/watching.ts';

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
    { actions: [...bucketActions, 's3:PutBucketTagging'], on: bundlesBucket },
    // Deleting it empties it.
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
  'aws:route53/healthCheck:HealthCheck': [
    { actions: ['route53:CreateHealthCheck', 'route53:ListHealthChecks'], on: newHealthChecks },
    {
      actions: [
        'route53:ChangeTagsForResource',
        'route53:DeleteHealthCheck',
        'route53:GetHealthCheck',
        'route53:ListTagsForResource',
        'route53:UpdateHealthCheck',
      ],
      on: healthChecks,
    },
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
    { actions: ['apigateway:GET'], on: accountToAsk },
    { actions: ['apigateway:PATCH'], on: apiGatewayAccount },
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
  return (scope.own ?? []).flatMap((resource) => {
    const needs = needsOfOwn[resource.type];
    return needs === undefined
      ? []
      : needs(scope, resource).map(({ actions }, index) => ({
          actions,
          on: (each: PolicyScope) => needs(each, resource)[index]?.resources ?? [],
        }));
  });
}

function passedTo(service: string): Condition {
  return { StringEquals: { 'iam:PassedToService': service } };
}
