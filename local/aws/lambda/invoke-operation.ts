import { randomUUID } from 'node:crypto';

import { AwsError } from '../errors.ts';
import type { RestRequest, RestResponse } from '../operation.ts';
import type { Region } from '../region.ts';
import { constraint } from './errors.ts';
import { invokeFunction, prepareCall, verifyPayload, type InvocationRequest } from './invoke.ts';
import { payloadProblem } from './payload-rules.ts';
import { label, operation } from '../rest/operation.ts';

/** Bytes of the payload of an asynchronous call. */
const eventLimit = 1_048_576;

function invoke(request: RestRequest, region: Region): RestResponse | Promise<RestResponse> {
  const qualifier = request.query.get('Qualifier');
  const traceId = request.headers['x-amzn-trace-id'];
  const clientContext = readClientContext(request.headers['x-amz-client-context']);
  const call: InvocationRequest = {
    functionName: label(request, 'FunctionName'),
    payload: request.body,
    caller: { kind: 'sdk' },
    requestId: randomUUID(),
    ...(qualifier !== null && { qualifier }),
    ...(traceId !== undefined && { traceId }),
    ...(clientContext !== undefined && { clientContext }),
  };
  const type = request.headers['x-amz-invocation-type'] ?? 'RequestResponse';
  const logType = request.headers['x-amz-log-type'] ?? 'None';
  if (!['None', 'Tail'].includes(logType)) {
    throw constraint('logType', logType, 'Member must satisfy enum value set: [None, Tail]');
  }
  switch (type) {
    case 'RequestResponse':
      return invokeNow(region, call, logType === 'Tail');
    case 'Event':
      return invokeLater(region, call);
    case 'DryRun':
      prepareCall(region, call);
      return { status: 204 };
    default:
      throw constraint(
        'invocationType',
        type,
        'Member must satisfy enum value set: [Event, RequestResponse, DryRun]',
      );
  }
}

/** JSON in base64; InvalidRequestContentException for anything else. */
function readClientContext(header: string | undefined): string | undefined {
  if (header === undefined) {
    return undefined;
  }
  const text = Buffer.from(header, 'base64').toString('utf8');
  const problem = payloadProblem(Buffer.from(text));
  if (problem === undefined) {
    return text;
  }
  const message = `Client context must be a valid Base64-encoded JSON object. ${problem}`;
  throw new AwsError('InvalidRequestContentException', 400, message);
}

async function invokeNow(
  region: Region,
  call: InvocationRequest,
  withLog: boolean,
): Promise<RestResponse> {
  const { requestId, executedVersion, functionError, payload, logResult } = await invokeFunction(
    region,
    call,
  );
  return {
    headers: {
      'content-type': 'application/json',
      'x-amzn-requestid': requestId,
      'x-amz-executed-version': executedVersion,
      ...(functionError !== undefined && { 'x-amz-function-error': functionError }),
      ...(withLog && { 'x-amz-log-result': logResult }),
    },
    body: payload,
  };
}

/**
 * Accepts an event and runs it in the background. As on AWS it is tried up to three times, with one
 * request id; unlike there without a pause in between, and it is lost when the server ends.
 */
function invokeLater(region: Region, call: InvocationRequest): RestResponse {
  prepareCall(region, call);
  verifyPayload(call.payload, eventLimit);
  void attempt(region, call, 3);
  return { status: 202, headers: { 'x-amzn-requestid': call.requestId ?? '' } };
}

async function attempt(region: Region, call: InvocationRequest, attempts: number): Promise<void> {
  for (let left = attempts; left > 0; left--) {
    if ((await outcomeOf(region, call)) === 'done') {
      return;
    }
  }
}

/** What is refused now, because of throttling or a deleted function, counts as an attempt too. */
async function outcomeOf(region: Region, call: InvocationRequest): Promise<'done' | 'failed'> {
  try {
    const { functionError } = await invokeFunction(region, call);
    return functionError === undefined ? 'done' : 'failed';
  } catch (error) {
    if (error instanceof AwsError) {
      return 'failed';
    }
    return 'done';
  }
}

export const invokeOperations = [
  operation('Invoke', 'POST /2015-03-31/functions/{FunctionName}/invocations', invoke, false),
];
