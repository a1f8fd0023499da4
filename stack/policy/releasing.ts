import { toPolicy, type Grant, type Policy } from './policy.ts';
import {
  apiStages,
  deployments,
  eachDeployment,
  restApi,
  stages,
} from './resources/api-gateway.ts';
import { domainNames, eachMapping } from './resources/domain.ts';
import {
  aliasesThatMayBeProvisioned,
  aliasesToProvision,
  bundles,
  bundlesBucket,
  itsQualifiers,
  theFunction,
} from './resources/lambda.ts';
import type { PolicyScope } from './resources/scope.ts';
import { everyAlarm, everyMetric, releaseLogStreams } from './resources/watching.ts';

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

/** What the runner itself calls, for all its commands. */
export function releasingPolicy(scope: PolicyScope): Policy {
  const grants = Object.values(releasingGrants).filter((grant) => grant !== undefined);
  return toPolicy(grants, scope);
}
