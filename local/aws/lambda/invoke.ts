import { randomUUID } from 'node:crypto';

import { AwsError } from '../errors.ts';
import { writeLog } from '../logs/write.ts';
import type { Region } from '../region.ts';
import { provisionedFor, servingWeights } from './allocation.ts';
import { functionArn } from './arn.ts';
import type { HandlerCall } from './execution/handler-process.ts';
import type { Done } from './execution/pool.ts';
import { tooLarge } from './errors.ts';
import { noteUse } from './idleness.ts';
import { invocationAnswer } from './invocation-answer.ts';
import { invocationLog, logTail } from './invocation-log.ts';
import { countInvocation, countThrottle, type Invoked } from './invocation-metrics.ts';
import { meansAlias, requireFunction, requireQualified, resolveName } from './lookup.ts';
import { payloadProblem } from './payload-rules.ts';
import { allowsInvocation, type ServiceCaller } from './policy-match.ts';
import { routeAlias } from './routing.ts';
import { completeTraceId } from './trace-id.ts';
import { runtimeTarget } from './runtime-target.ts';
import { inEffect, verifyInvocable } from './settling.ts';
import type { FunctionState, VersionState } from './state.ts';

/** Who calls: a client of the SDK, or another service acting for a resource. */
export type Caller = { readonly kind: 'sdk' } | ({ readonly kind: 'service' } & ServiceCaller);

export interface InvocationRequest {
  /** Name or ARN, a qualifier included or not. */
  readonly functionName: string;
  readonly qualifier?: string;
  readonly payload: Buffer;
  readonly caller: Caller;
  /** Of an earlier attempt, when this is a retry. */
  readonly requestId?: string;
  /** `X-Amzn-Trace-Id`, as far as the caller gave one. */
  readonly traceId?: string;
  /** JSON for the handler's context. */
  readonly clientContext?: string;
}

export interface Invocation {
  readonly requestId: string;
  readonly executedVersion: string;
  readonly functionError?: 'Unhandled' | 'Handled';
  readonly payload: Buffer;
  /** Base64 of the last 4 KB of the invocation's log. */
  readonly logResult: string;
  readonly durationMs: number;
}

/** A call that has passed every check: nothing is left but to run it. */
export interface PreparedCall {
  readonly fn: FunctionState;
  readonly qualifier?: string;
  readonly version: VersionState;
}

/** Bytes of the payload of a synchronous call. */
const payloadLimit = 6_291_456;

/**
 * Invokes a function and waits for its answer. What the handler throws is an answer, not an error.
 *
 * @throws {AwsError} ResourceNotFoundException (404); AccessDeniedException (403) for a service that
 *   the resource policy of exactly this qualifier does not allow; ResourceConflictException (409)
 *   while the function is `Pending`; InvalidRequestContentException (400) for a payload that is not
 *   JSON; RequestTooLargeException (413); TooManyRequestsException (429) over reserved concurrency.
 */
export async function invokeFunction(region: Region, call: InvocationRequest): Promise<Invocation> {
  const prepared = prepareCall(region, call);
  verifyPayload(call.payload, payloadLimit);
  verifyConcurrency(region, prepared);
  return await runCall(region, prepared, call);
}

/** Finds what a call would run on and checks that it may. */
export function prepareCall(
  region: Region,
  call: Pick<InvocationRequest, 'functionName' | 'qualifier' | 'caller'>,
): PreparedCall {
  const { name, qualifier } = resolveName(region, call.functionName, call.qualifier);
  const fn = requireFunction(region, name, qualifier ?? '$LATEST');
  const chosen = requireQualified(region, fn, region.dataPlane, qualifier, (alias) =>
    routeAlias({ ...alias, weights: servingWeights(region, fn, alias) }, Math.random()),
  );
  verifyCaller(region, fn, qualifier, call.caller);
  verifyInvocable(region, fn, chosen);
  const version = inEffect(chosen, region.now());
  return { fn, version, ...(qualifier !== undefined && { qualifier }) };
}

/** A client of the same account may invoke; a service needs the resource policy to say so. */
function verifyCaller(
  region: Region,
  fn: FunctionState,
  qualifier: string | undefined,
  caller: Caller,
): void {
  if (caller.kind === 'sdk') {
    return;
  }
  const resource = functionArn(region, fn.name, qualifier);
  const statements = region.dataPlane.permissions(fn, qualifier ?? '$LATEST');
  if (allowsInvocation(statements, resource, caller)) {
    return;
  }
  throw new AwsError(
    'AccessDeniedException',
    403,
    `User: ${caller.principal} is not authorized to perform: lambda:InvokeFunction on resource: ` +
      `${resource} because no resource-based policy allows the lambda:InvokeFunction action`,
  );
}

/** RequestTooLargeException over the limit; InvalidRequestContentException unless empty or JSON. */
export function verifyPayload(payload: Buffer, limit: number): void {
  if (payload.length > limit) {
    throw tooLarge(
      'RequestTooLargeException',
      `Request must be smaller than ${String(limit)} bytes for the InvokeFunction operation`,
    );
  }
  const reason = payload.length === 0 ? undefined : payloadProblem(payload);
  if (reason !== undefined) {
    throw new AwsError(
      'InvalidRequestContentException',
      400,
      `Could not parse request body into json: Could not parse payload into json: ${reason}`,
    );
  }
}

/**
 * TooManyRequestsException where a function's reserved concurrency is in use: what is provisioned of
 * it is for the versions that have it, the rest for all.
 */
export function verifyConcurrency(region: Region, { fn, ...invoked }: PreparedCall): void {
  const reserved = fn.reservedConcurrency;
  if (reserved === undefined) {
    return;
  }
  const inFlight = (version?: string) =>
    region.runtime.inFlight(functionArn(region, fn.name, version));
  const { version } = invoked.version;
  let unprovisioned = inFlight();
  let free = reserved;
  for (const published of Object.keys(fn.versions)) {
    const provisioned = provisionedFor(region, fn, published);
    if (published === version && inFlight(version) < provisioned) {
      return;
    }
    free -= provisioned;
    unprovisioned -= Math.min(provisioned, inFlight(published));
  }
  if (unprovisioned < free) {
    return;
  }
  countThrottle(region, invokedOf(fn, invoked));
  throw new AwsError('TooManyRequestsException', 429, 'Rate Exceeded.', {
    members: { Reason: 'ReservedFunctionConcurrentInvocationLimitExceeded' },
  });
}

function invokedOf(fn: FunctionState, call: Omit<PreparedCall, 'fn'>): Invoked {
  const { qualifier, version } = call;
  return {
    functionName: fn.name,
    ...(qualifier !== undefined && { qualifier }),
    ...(qualifier !== undefined && meansAlias(qualifier) && { executedVersion: version.version }),
  };
}

async function runCall(
  region: Region,
  prepared: PreparedCall,
  { payload, requestId = randomUUID(), traceId, clientContext }: InvocationRequest,
): Promise<Invocation> {
  const { fn, qualifier, version } = prepared;
  const { configuration } = version;
  const done = await execute(region, prepared, {
    requestId,
    invokedFunctionArn: functionArn(region, fn.name, qualifier),
    payload,
    timeoutMs: configuration.timeout * 1000,
    traceId: completeTraceId(traceId, region.now(), configuration.tracingMode === 'Active'),
    ...(clientContext !== undefined && { clientContext }),
  });
  const { execution, logStream } = done;
  const answer = invocationAnswer(requestId, execution.ending);
  const facts = { requestId, version: version.version, configuration, execution, answer };
  const log = invocationLog(facts);
  writeLog(region, configuration.logging.group, logStream, log);
  countInvocation(region, invokedOf(fn, prepared), {
    failed: answer.functionError !== undefined,
    durationMs: execution.durationMs,
  });
  return {
    requestId,
    executedVersion: version.version,
    payload: answer.payload,
    logResult: logTail(log),
    durationMs: execution.durationMs,
    ...(answer.functionError !== undefined && { functionError: answer.functionError }),
  };
}

async function execute(
  region: Region,
  { fn, version }: PreparedCall,
  call: HandlerCall,
): Promise<Done> {
  const provisioned = provisionedFor(region, fn, version.version);
  noteUse(region, version);
  try {
    return await region.runtime.run(runtimeTarget(region, fn, version, provisioned), call);
  } finally {
    noteUse(region, version);
  }
}
