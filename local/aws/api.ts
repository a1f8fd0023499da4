import { randomUUID } from 'node:crypto';

import type { CallLog } from './calls.ts';
import { authenticate } from './authenticate.ts';
import type { Credentials } from './credentials.ts';
import { AwsError } from './errors.ts';
import { DroppedConnection, internalError } from './faults.ts';
import type { Faults } from './faults.ts';
import { decompress } from './http.ts';
import type { Lag } from './lag/lag.ts';
import { notImplemented } from './not-implemented.ts';
import type { Service } from './operation.ts';
import type {
  Call,
  ErrorContext,
  Protocol,
  WireRequest,
  WireResponse,
} from './protocols/protocol.ts';
import { selectProtocol } from './protocols/select.ts';
import type { Regions } from './regions.ts';
import type { Scope } from './scope.ts';
import { logServerError } from './server-log.ts';
import { findService } from './services.ts';

/** What answers requests: the state, and what tests steer and read. */
export interface ServerParts {
  readonly regions: Regions;
  readonly faults: Faults;
  readonly calls: CallLog;
  readonly lag: Lag;
  readonly credentials: Credentials;
}

/** A request, and how it is called and answered. */
interface Arrived {
  readonly request: WireRequest;
  readonly requestId: string;
  readonly protocol: Protocol;
  /** What it came by: always the same object for one connection. */
  readonly connection: object;
}

/**
 * Answers a request to an AWS API. A change is on disk before the answer is returned.
 *
 * @param connection what the request came by, which stays at one host of the data plane
 * @throws {DroppedConnection} when a fault rule says so
 */
export async function answerApi(
  parts: ServerParts,
  request: WireRequest,
  connection: object,
): Promise<WireResponse> {
  const requestId = randomUUID();
  const protocol = selectProtocol(request);
  const response = await answerScoped(parts, { request, requestId, protocol, connection });
  return { ...response, headers: { 'x-amzn-requestid': requestId, ...response.headers } };
}

/** Answers a request that this server does not take, whoever signed it. */
export function refuse(request: WireRequest, message: string): WireResponse {
  const requestId = randomUUID();
  const error = new AwsError('AccessDeniedException', 403, message);
  return selectProtocol(request).encodeError(error, { requestId, queryMode: false });
}

async function answerScoped(parts: ServerParts, arrived: Arrived): Promise<WireResponse> {
  const { request, requestId, protocol } = arrived;
  const errors: ErrorContext = { requestId, queryMode: 'x-amzn-query-mode' in request.headers };
  const startedAt = Date.now();
  let scope: Scope | undefined;
  let service: Service | undefined;
  let operation = request.headers['x-amz-target'] ?? `${request.method} ${request.rawPath}`;
  let status = 0;
  try {
    scope = await authenticate(request, parts.credentials);
    service = await findService(scope.service);
    if (service === undefined) {
      throw notImplemented(`The service ${scope.service}`);
    }
    const sent = service.keepsBodies === true ? request : decompress(request);
    const call = protocol.match(sent, service);
    operation = call.operation;
    const response = await run(parts, call, { scope, service }, arrived);
    status = response.status;
    return response;
  } catch (error) {
    const awsError = toAwsError(
      error,
      `${scope?.service ?? ''}:${operation}`,
      scope?.service ?? '',
    );
    status = awsError.status;
    return protocol.encodeError(awsError, service === undefined ? errors : { ...errors, service });
  } finally {
    record(parts.calls, request, { scope, operation, startedAt, status });
  }
}

/** @throws {DroppedConnection} again: it has no answer */
function toAwsError(error: unknown, context: string, service: string): AwsError {
  if (error instanceof DroppedConnection) {
    throw error;
  }
  if (error instanceof AwsError) {
    return error;
  }
  logServerError(context, error);
  return internalError(service);
}

function run(
  { regions, faults, lag }: ServerParts,
  call: Call,
  { scope, service }: { readonly scope: Scope; readonly service: Service },
  { requestId, connection }: Arrived,
): Promise<WireResponse> {
  const place = service.isGlobal === true ? {} : { region: scope.region };
  return faults.apply({ service: scope.service, operation: call.operation, ...place }, async () => {
    const region = regions.get(scope.account, scope.region);
    lag.countCall(scope, call.operation, region);
    const response = await call.run(lag.seenFrom(connection, region), requestId);
    if (call.writes) {
      lag.observe(region);
      region.activity.noteChange();
      await region.save();
    }
    return response;
  });
}

function record(
  calls: CallLog,
  request: WireRequest,
  call: {
    readonly scope: Scope | undefined;
    readonly operation: string;
    readonly startedAt: number;
    readonly status: number;
  },
): void {
  const userAgent = request.headers['user-agent'];
  calls.record({
    at: new Date(call.startedAt).toISOString(),
    service: call.scope?.service ?? '',
    operation: call.operation,
    account: call.scope?.account ?? '',
    region: call.scope?.region ?? '',
    status: call.status,
    durationMs: Date.now() - call.startedAt,
    ...(userAgent === undefined ? {} : { userAgent }),
  });
}
