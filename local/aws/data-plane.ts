import { randomUUID } from 'node:crypto';

import type { ServerParts } from './api.ts';
import { AwsError } from './errors.ts';
import { handleExecuteApi } from './execute-api/handle.ts';
import { executeApiPrefix } from './execute-api/stage-path.ts';
import type { ExecuteApiRequest, ExecuteApiResponse } from './execute-api/types.ts';
import { DroppedConnection, internalError } from './faults.ts';
import { restJson } from './protocols/rest-json.ts';
import type { Region } from './region.ts';
import { logServerError } from './server-log.ts';

/** Splits the path of a request to a stage's URL; what follows the stage stays percent-encoded. */
export function splitStagePath(
  rawPath: string,
): Pick<ExecuteApiRequest, 'apiId' | 'stageName' | 'rawPath'> {
  const [apiId = '', stageName = '', ...rest] = rawPath.slice(executeApiPrefix.length).split('/');
  return { apiId, stageName, rawPath: rest.length === 0 ? '' : `/${rest.join('/')}` };
}

/**
 * Answers a request to a stage's URL in the region that has the API.
 *
 * @param connection what the request came by, which stays at one host
 * @throws {DroppedConnection} when a fault rule says so
 */
export async function answerExecuteApi(
  { regions, faults, calls, lag }: ServerParts,
  request: ExecuteApiRequest,
  connection: object,
): Promise<ExecuteApiResponse> {
  const startedAt = Date.now();
  const region = regions.ofRestApi(request.apiId);
  let status = 0;
  try {
    const call = { service: 'execute-api', operation: 'Invoke', region: region?.region };
    const response = await faults.apply(call, () =>
      handle(request, region && lag.seenFrom(connection, region)),
    );
    status = response.status;
    return response;
  } catch (error) {
    const response = encodeError(error);
    status = response.status;
    return response;
  } finally {
    calls.record({
      at: new Date(startedAt).toISOString(),
      service: 'execute-api',
      operation: 'Invoke',
      account: region?.account ?? '',
      region: region?.region ?? '',
      status,
      durationMs: Date.now() - startedAt,
    });
  }
}

function handle(
  request: ExecuteApiRequest,
  region: Region | undefined,
): Promise<ExecuteApiResponse> {
  if (region === undefined) {
    throw new AwsError('ForbiddenException', 403, 'Forbidden');
  }
  return handleExecuteApi(request, region);
}

/** @throws {DroppedConnection} again: it has no answer */
function encodeError(error: unknown): ExecuteApiResponse {
  if (error instanceof DroppedConnection) {
    throw error;
  }
  if (!(error instanceof AwsError)) {
    logServerError('execute-api:Invoke', error);
  }
  const awsError = error instanceof AwsError ? error : internalError('execute-api');
  const requestId = randomUUID();
  const response = restJson.encodeError(awsError, { requestId, queryMode: false });
  return {
    status: response.status,
    headers: [['x-amzn-requestid', requestId], ...Object.entries(response.headers)],
    body: Buffer.from(response.body),
  };
}
