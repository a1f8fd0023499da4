import { badRequest } from './errors.ts';
import { credentialsArn, isPattern } from './integration-rules.ts';
import type { Authorizer } from './state.ts';

const functionUri = /^arn:aws[a-z-]*:apigateway:[^:]+:lambda:path\/.*functions\/.+\/invocations$/;
const poolArn = /^arn:aws[a-z-]*:cognito-idp:[\w-]+:\d{12}:userpool\/[\w-]+$/;
const tokenSource = /^method\.request\.header\.[\w.$-]+$/;
const requestSource =
  /^(?:method\.request\.(?:header|querystring|multivalueheader|multivaluequerystring)\.[\w.$[\]-]+|stageVariables\.\w+|context\.[\w.]+)$/;
const maximumTtl = 3600;
const defaultTtl = 300;

/**
 * Refuses an authorizer that AWS refuses.
 *
 * @throws {AwsError} 400
 */
export function verifyAuthorizer(authorizer: Authorizer): void {
  const { name, type } = authorizer;
  const ttl = resultTtl(authorizer);
  if (name === '') {
    throw badRequest('Authorizer name cannot be blank');
  }
  if (!Number.isInteger(ttl) || ttl < 0 || ttl > maximumTtl) {
    throw badRequest(`Authorizer result TTL must be between 0 and ${maximumTtl} seconds`);
  }
  if (type === 'COGNITO_USER_POOLS') {
    verifyPools(authorizer);
  } else {
    verifyFunction(authorizer);
  }
  verifyIdentitySource(authorizer);
  verifyExpression(authorizer);
}

/** For how many seconds an answer is kept; AWS shows it only where it was given. */
export function resultTtl({ authorizerResultTtlInSeconds: ttl = defaultTtl }: Authorizer): number {
  return ttl;
}

function verifyPools({ providerARNs = [] }: Authorizer): void {
  if (providerARNs.length === 0) {
    throw badRequest('Invalid Authorizer: at least one provider ARN is required');
  }
  const wrong = providerARNs.find((arn) => !poolArn.test(arn));
  if (wrong !== undefined) {
    throw badRequest(`Invalid provider ARN specified: ${wrong}`);
  }
}

function verifyFunction({ authorizerUri = '', authorizerCredentials }: Authorizer): void {
  if (!functionUri.test(authorizerUri)) {
    throw badRequest(`Invalid Authorizer URI: ${authorizerUri}`);
  }
  if (authorizerCredentials !== undefined && !credentialsArn.test(authorizerCredentials)) {
    throw badRequest('Invalid ARN specified in the request');
  }
}

/** A cached answer needs what it is kept by. */
function verifyIdentitySource(authorizer: Authorizer): void {
  const { type } = authorizer;
  const sources = identitySources(authorizer);
  if (sources.length === 0) {
    if (type === 'TOKEN' || (type === 'REQUEST' && resultTtl(authorizer) > 0)) {
      throw badRequest('Identity source is required for the authorizer');
    }
    return;
  }
  const pattern = type === 'REQUEST' ? requestSource : tokenSource;
  const wrong = sources.find((source) => !pattern.test(source));
  if (wrong !== undefined || (type !== 'REQUEST' && sources.length > 1)) {
    throw badRequest(`Invalid identity source specified: ${authorizer.identitySource ?? ''}`);
  }
}

function verifyExpression({ identityValidationExpression: expression = '' }: Authorizer): void {
  if (!isPattern(expression)) {
    throw badRequest(`Invalid identity validation expression specified: ${expression}`);
  }
}

/** What an authorizer is asked by, in its order. */
export function identitySources({ identitySource = '' }: Authorizer): readonly string[] {
  return identitySource
    .split(',')
    .map((source) => source.trim())
    .filter((source) => source !== '');
}
