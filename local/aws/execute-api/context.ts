import { randomUUID } from 'node:crypto';
import { randomHex } from '../random-hex.ts';
import type { Region } from '../region.ts';
import { headerValue, type MultiValues } from './parameters.ts';
import type { ExecuteApiRequest } from './types.ts';

/** `$context`: flat values by name, and the groups that templates reach by a dot. */
export interface RequestContext {
  readonly accountId: string;
  readonly apiId: string;
  readonly awsEndpointRequestId?: string;
  readonly deploymentId: string;
  readonly domainName: string;
  readonly domainPrefix: string;
  readonly extendedRequestId: string;
  readonly httpMethod: string;
  identity: Readonly<Record<string, string | null>>;
  /** What the method's authorizer said of the caller. */
  authorizer?: Readonly<Record<string, unknown>>;
  isCanaryRequest?: boolean;
  /** With the stage, or the base path of the domain: `/prod/greeting`. */
  readonly path: string;
  readonly protocol: string;
  readonly requestId: string;
  /** `23/Nov/2026:05:11:24 +0000` */
  readonly requestTime: string;
  readonly requestTimeEpoch: number;
  resourceId?: string;
  resourcePath?: string;
  readonly stage: string;
  readonly xrayTraceId: string;
  readonly requestOverride: Overrides;
  readonly responseOverride: Overrides;
  /** Known at the end, for gateway responses and access logs. */
  error?: Record<string, string>;
  integration?: Record<string, unknown>;
  integrationLatency?: number;
  integrationStatus?: number;
  status?: number;
  responseLatency?: number;
  responseLength?: number;
}

/** What templates set: `status`, `header`, `querystring`, `path`. */
export type Overrides = Record<string, unknown>;

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun'].concat([
  'Jul',
  'Aug',
  'Sep',
  'Oct',
  'Nov',
  'Dec',
]);

/** What is known of a request before it is routed. */
export function createContext(
  request: ExecuteApiRequest,
  headers: MultiValues,
  region: Region,
  deploymentId: string,
): RequestContext {
  const now = region.now();
  const domainName =
    request.domain?.name ??
    headerValue(headers, 'Host') ??
    `${request.apiId}.execute-api.${region.region}.amazonaws.com`;
  return {
    accountId: region.account,
    apiId: request.apiId,
    deploymentId,
    domainName,
    domainPrefix: domainName.split('.')[0] ?? domainName,
    extendedRequestId: `${Buffer.from(randomHex(22), 'hex').toString('base64url')}=`,
    httpMethod: request.method,
    identity: createIdentity(request, headers),
    path: `${request.domain?.prefix ?? `/${request.stageName}`}${request.rawPath}`,
    protocol: request.protocol,
    requestId: randomUUID(),
    requestTime: commonLogTime(now),
    requestTimeEpoch: now,
    stage: request.stageName,
    xrayTraceId: traceId(headerValue(headers, 'X-Amzn-Trace-Id'), now),
    requestOverride: { header: {}, querystring: {}, path: {} },
    responseOverride: { header: {} },
  };
}

/** Of a client that is not known yet. */
function createIdentity(
  request: ExecuteApiRequest,
  headers: MultiValues,
): RequestContext['identity'] {
  return {
    accessKey: null,
    accountId: null,
    caller: null,
    cognitoAuthenticationProvider: null,
    cognitoAuthenticationType: null,
    cognitoIdentityId: null,
    cognitoIdentityPoolId: null,
    principalOrgId: null,
    sourceIp: request.sourceIp,
    user: null,
    userAgent: headerValue(headers, 'User-Agent') ?? null,
    userArn: null,
  };
}

/** The time format of the Common Log Format, in UTC. */
export function commonLogTime(epochMs: number): string {
  const date = new Date(epochMs);
  const day = String(date.getUTCDate()).padStart(2, '0');
  const month = months[date.getUTCMonth()] ?? '';
  const time = date.toISOString().slice(11, 19);
  return `${day}/${month}/${String(date.getUTCFullYear())}:${time} +0000`;
}

/** The trace that the client is in, or a new one. */
function traceId(given: string | undefined, now: number): string {
  if (given !== undefined && /(?:^|;)\s*Root=1-[\da-f]{8}-[\da-f]{24}/i.test(given)) {
    return given;
  }
  const seconds = Math.floor(now / 1000)
    .toString(16)
    .padStart(8, '0');
  return `Root=1-${seconds}-${randomHex(24)}`;
}

/** `identity.sourceIp` of the context as text; undefined when it has no such variable. */
export function contextVariable(context: RequestContext, path: string): string | undefined {
  let value: unknown = context;
  for (const key of path.split('.')) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) {
      return undefined;
    }
    value = Reflect.get(value, key);
  }
  if (typeof value === 'string') {
    return value;
  }
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : undefined;
}

/**
 * `$context` for one rendering of a template. It may change what it likes, but only the overrides
 * stay, from the request's template on to the response's.
 */
export function templateContext(context: RequestContext): Record<string, unknown> {
  const { authorizer, identity } = context;
  return {
    ...context,
    identity: { ...identity },
    ...(authorizer === undefined ? {} : { authorizer: { ...authorizer } }),
  };
}
