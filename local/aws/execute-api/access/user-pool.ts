import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import type { JSONWebKeySet, JWTPayload } from 'jose';

import type { Authorizer } from '../../apigateway/state.ts';
import { mapByName } from '../../by-name.ts';
import type { RoutedExchange } from '../exchange.ts';
import { GatewayFault, NotImplemented } from '../gateway-fault.ts';
import { matchesWhole } from '../template/java-regex.ts';
import { readToken } from './identity.ts';

/** The folder with the keys of user pools, `POOL-ID.json`: each as Cognito serves it in `jwks.json`. */
const keysVariable = 'LOCAL_AWS_COGNITO_KEYS';

/**
 * Lets a request pass whose token one of the authorizer's user pools signed. There are no user pools
 * here: their keys are the user's to give. Claims reach the integration as text.
 *
 * @throws {GatewayFault} 401 for a token that is missing, expired, of somebody else or for something else
 * @throws {NotImplemented} without the keys of the pool
 */
export async function runUserPoolAuthorizer(
  exchange: RoutedExchange,
  authorizer: Authorizer,
): Promise<void> {
  const token = readToken(exchange, authorizer).replace(/^Bearer /i, '');
  const claims = await verifyToken(exchange, authorizer, token);
  verifyPurpose(exchange, authorizer, claims);
  exchange.context.authorizer = {
    claims: mapByName(claims, claimText),
  };
}

const times = ['exp', 'iat'];

/** `Sun Dec 17 07:28:12 UTC 2017` of two times, and not of `auth_time`; groups with commas between them. */
function claimText(value: unknown, name: string): string {
  if (times.includes(name) && typeof value === 'number') {
    const [day, date, month, year, time] = new Date(value * 1000)
      .toUTCString()
      .replace(',', '')
      .split(' ');
    return [day, month, date, time, 'UTC', year].join(' ');
  }
  if (Array.isArray(value)) {
    return value.join(',');
  }
  return typeof value === 'string' ? value : JSON.stringify(value);
}

async function verifyToken(
  { region }: RoutedExchange,
  { providerARNs = [] }: Authorizer,
  token: string,
): Promise<JWTPayload> {
  const { createLocalJWKSet, decodeJwt, errors, jwtVerify } = await import('jose');
  try {
    const { iss: issuer = '' } = decodeJwt(token);
    const pool = providerARNs.map(poolOf).find((one) => one.issuer === issuer);
    if (pool === undefined) {
      throw unauthorized('The token is of another user pool');
    }
    const keys = createLocalJWKSet(await readKeys(pool.id));
    const currentDate = new Date(region.now());
    return (await jwtVerify(token, keys, { issuer, currentDate, algorithms: ['RS256'] })).payload;
  } catch (error) {
    if (error instanceof errors.JWTExpired) {
      throw new GatewayFault('UNAUTHORIZED', { message: 'The incoming token has expired' });
    }
    throw error instanceof errors.JOSEError ? unauthorized(error.message) : error;
  }
}

/** @param arn `arn:aws:cognito-idp:REGION:ACCOUNT:userpool/POOL-ID` */
function poolOf(arn: string): { readonly id: string; readonly issuer: string } {
  const [, , , region = '', , resource = ''] = arn.split(':');
  const id = resource.replace('userpool/', '');
  return { id, issuer: `https://cognito-idp.${region}.amazonaws.com/${id}` };
}

async function readKeys(poolId: string): Promise<JSONWebKeySet> {
  const folder = process.env[keysVariable];
  const file = join(folder ?? '', `${poolId}.json`);
  const text =
    folder === undefined ? undefined : await readFile(file, 'utf8').catch(() => undefined);
  if (text === undefined) {
    throw new NotImplemented(
      `the user pool ${poolId} without its keys (${keysVariable}/${poolId}.json)`,
    );
  }
  return JSON.parse(text) as JSONWebKeySet;
}

/** Where the method has scopes an access token must have one of them; elsewhere it takes identity tokens. */
function verifyPurpose(
  { method }: RoutedExchange,
  { identityValidationExpression: audience = '' }: Authorizer,
  claims: JWTPayload,
): void {
  const { authorizationScopes: scopes = [] } = method;
  const granted = typeof claims.scope === 'string' ? claims.scope.split(' ') : [];
  const isFor =
    scopes.length === 0
      ? claims.token_use === 'id'
      : claims.token_use === 'access' && scopes.some((scope) => granted.includes(scope));
  if (!isFor) {
    throw unauthorized('The token is not for this method');
  }
  if (audience !== '' && !matchesWhole(audience, String(claims.aud ?? ''))) {
    throw unauthorized('The token is not for this audience');
  }
}

function unauthorized(reason: string): GatewayFault {
  return new GatewayFault('UNAUTHORIZED', { reason: `Unauthorized request: ${reason}` });
}
