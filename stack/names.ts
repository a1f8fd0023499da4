import { createHash } from 'node:crypto';

/** The alias by which the runner keeps two releases apart; no target may have its name. */
export const releaseLockAlias = 'RELEASE';

/** The alias whose description says what was provisioned last; it serves nobody either. */
export const provisionedAlias = 'PROVISIONED';

/** No target's alias may end with it. */
export const standbySuffix = '_STANDBY';

/**
 * A target's standby alias, which serves nobody but for a moment: while code and API definition
 * change together, the API stage switches to it and to the new deployment in one call.
 */
export function standbyAliasOf(alias: string): string {
  return `${alias}${standbySuffix}`;
}

/** No target's API stage may end with it. */
export const standbyStageSuffix = '_standby';

/**
 * What `LambdaAlias` of a standby API stage is when the program makes it: no alias, so that nobody is answered there
 * before a release opened and closed it. Limits of 0 the AWS provider does not set on what it makes (trap D35).
 */
export const noAlias = 'none';

/**
 * A target's standby API stage, which calls the standby alias: there a candidate is tested before the
 * target's callers meet it. At any other time it is throttled to nothing.
 */
export function standbyStageOf(apiStage: string): string {
  return `${apiStage}${standbyStageSuffix}`;
}

/** Where Lambda writes what the function logs (trap D16: it is provisioned before the function). */
export function functionLogGroup(functionName: string): string {
  return `/aws/lambda/${functionName}`;
}

/** Holds the history of a function's releases, which the runner writes. */
export function releaseLogGroup(functionName: string): string {
  return `/releases/${functionName}`;
}

/** Where API Gateway writes a line for each request to an API stage. */
export function accessLogGroup(functionName: string, apiStage: string): string {
  return `/aws/apigateway/${functionName}/${apiStage}`;
}

/** Where API Gateway writes how it answered; it makes the group itself, for ever, where none is. */
export function executionLogGroup(restApiId: string, apiStage: string): string {
  return `API-Gateway-Execution-Logs_${restApiId}/${apiStage}`;
}

/** Characters: the provider completes a prefix with 26 of its own, and IAM takes 64. */
const maxRolePrefix = 38;

/** What the name of the function's role begins with. */
export function functionRolePrefix(functionName: string): string {
  return `${functionName.slice(0, maxRolePrefix - 1)}-`;
}

/** The host whose tokens jobs of GitHub Actions bring. */
export const githubTokens = 'token.actions.githubusercontent.com';

/** Where the role is by which CI releases a stack: no function's role is there, so who may change those may not change it. */
export const deployerRolePath = '/ci/';

/**
 * The bucket for deployment packages that are too large for a call to Lambda. Names of buckets are for all accounts,
 * so it says whose it is.
 *
 * @param functionArn `arn:aws:lambda:eu-west-1:123456789012:function:greeting`
 */
export function bundleBucket(functionArn: string): string {
  const [, , , region = '', account = '', , functionName = ''] = functionArn.split(':');
  const stack = createHash('sha256').update(functionName).digest('hex').slice(0, 8);
  return `bundles-${stack}-${account}-${region}`;
}

/** What the name of the role begins with by which CI releases a stack. */
export function deployerRolePrefix(functionName: string): string {
  const stack = createHash('sha256').update(functionName).digest('hex').slice(0, 8);
  return `github-deployer-${stack}-`;
}

/** What the name of the role begins with by which API Gateway writes logs, where a stack sets it. */
export function apiGatewayRolePrefix(functionName: string): string {
  const stack = createHash('sha256').update(functionName).digest('hex').slice(0, 8);
  return `api-gateway-logs-${stack}-`;
}
