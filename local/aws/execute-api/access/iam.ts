import { authenticate } from '../../authenticate.ts';
import { AwsError } from '../../errors.ts';
import type { WireRequest } from '../../protocols/protocol.ts';
import { callerOf } from '../../sts/caller.ts';
import type { RoutedExchange } from '../exchange.ts';
import { GatewayFault } from '../gateway-fault.ts';
import { executeApiPrefix } from '../stage-path.ts';

/** Who signed a request. */
export interface SignedCaller {
  readonly account: string;
  /** What policies can name the caller by: the session, and the role that it has. */
  readonly arns: readonly string[];
}

/**
 * Whoever signed the request (SigV4, for `execute-api`), with credentials that this server gave. As
 * everywhere in the embedded AWS, what the caller's own policies allow is not enforced.
 *
 * @throws {GatewayFault} 403 without a signature, with a wrong one, or one for something else
 */
export async function authenticateCaller(exchange: RoutedExchange): Promise<SignedCaller> {
  const { region, context } = exchange;
  const signed = wireRequest(exchange);
  const scope = await refusing(() => authenticate(signed, region.credentials));
  if (scope.service !== 'execute-api') {
    throw wrongScope("service: 'execute-api'");
  }
  if (scope.region !== region.region) {
    throw wrongScope(`region: '${region.region}'`);
  }
  const token =
    signed.headers['x-amz-security-token'] ??
    new URLSearchParams(signed.rawQuery).get('X-Amz-Security-Token') ??
    undefined;
  const { arn, userId, roleArn } = callerOf({ ...region, account: scope.account }, token);
  context.identity = {
    ...context.identity,
    ...{ accountId: scope.account, accessKey: accessKeyOf(signed), caller: userId },
    ...{ user: userId, userArn: arn },
  };
  return { account: scope.account, arns: roleArn === undefined ? [arn] : [arn, roleArn] };
}

/** The request as its client signed it: with the path that the embedded AWS serves the stage at. */
function wireRequest({ request }: RoutedExchange): WireRequest {
  const { apiId, stageName, rawPath, rawQuery, method, body, domain } = request;
  const headers: Record<string, string> = {};
  for (const [name, value] of request.rawHeaders) {
    const lower = name.toLowerCase();
    headers[lower] = headers[lower] === undefined ? value : `${headers[lower]},${value}`;
  }
  return {
    ...{ method, rawQuery, body, headers },
    rawPath: domain?.wirePath ?? `${executeApiPrefix}${apiId}/${stageName}${rawPath}`,
  };
}

function accessKeyOf({ headers, rawQuery }: WireRequest): string {
  const credential =
    /Credential=([^/,\s]+)/.exec(headers.authorization ?? '')?.[1] ??
    new URLSearchParams(rawQuery).get('X-Amz-Credential')?.split('/')[0];
  return credential ?? '';
}

async function refusing<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw error instanceof AwsError ? refusal(error) : error;
  }
}

function refusal({ code, message }: AwsError): GatewayFault {
  if (code.startsWith('MissingAuthenticationToken')) {
    return new GatewayFault('MISSING_AUTHENTICATION_TOKEN');
  }
  return new GatewayFault('INVALID_SIGNATURE', { message, errorType: code });
}

function wrongScope(expected: string): GatewayFault {
  return new GatewayFault('INVALID_SIGNATURE', {
    message: `Credential should be scoped to correct ${expected}.`,
  });
}
