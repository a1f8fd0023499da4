import type { ServerResponse } from 'node:http';

import { z } from 'zod';

import { streamActivity } from './activity/stream-activity.ts';
import { answerResolve } from './answer-resolve.ts';
import type { ServerParts } from './api.ts';
import { authenticate } from './authenticate.ts';
import { AwsError } from './errors.ts';
import { executeApiPrefix } from './execute-api/stage-path.ts';
import { parseFaultRules } from './faults.ts';
import { sendJson } from './http.ts';
import { listServing } from './serving.ts';
import { LagError, noLag, toLag } from '../lag-settings.ts';
import type { Leases } from './leases.ts';
import type { WireRequest } from './protocols/protocol.ts';

/** Where the server's own paths begin. They have no meaning in AWS. */
export const adminPrefix = '/_local/';

/** Changes nothing and tells nothing of what is deployed. */
const openRoute = 'GET health';

export interface AdminParts extends ServerParts {
  /** Only a server that ends by itself grants leases. */
  readonly leases: Leases | undefined;
  /** Names this server process: a client tells by it that it speaks to the same one. */
  readonly instance: string;
}

/**
 * Answers a request under `/_local/`: faults, lag, recorded calls and writes, what
 * is served and what is going on, leases, health. All but the last have to
 * be signed as calls of AWS are.
 */
export async function answerAdmin(
  parts: AdminParts,
  request: WireRequest,
  response: ServerResponse,
): Promise<void> {
  const route = `${request.method} ${request.rawPath.slice(adminPrefix.length)}`;
  const refused = route === openRoute ? undefined : await findRefusal(parts, request);
  if (refused !== undefined) {
    sendJson(response, refused.status, { code: refused.code, message: refused.message });
    return;
  }
  switch (route) {
    case openRoute:
      sendJson(response, 200, {
        instance: parts.instance,
        pid: process.pid,
        leases: parts.leases?.count ?? 0,
      });
      return;
    case 'GET faults':
      sendJson(response, 200, { faults: parts.faults.list() });
      return;
    case 'POST faults':
      replaceFaults(parts, request, response);
      return;
    case 'DELETE faults':
      parts.faults.clear();
      sendJson(response, 200, {});
      return;
    case 'GET calls':
      sendJson(response, 200, { calls: parts.calls.list() });
      return;
    case 'DELETE calls':
      parts.calls.clear();
      sendJson(response, 200, {});
      return;
    case 'GET lag':
      sendJson(response, 200, parts.lag.settings);
      return;
    case 'POST lag':
      setLag(parts, request, response);
      return;
    case 'DELETE lag':
      parts.lag.set(noLag);
      sendJson(response, 200, {});
      return;
    case 'GET writes': {
      const { writes } = parts.lag;
      sendJson(response, 200, { isWhole: writes.isWhole, writes: writes.list() });
      return;
    }
    case 'DELETE writes':
      parts.lag.restartLog();
      sendJson(response, 200, {});
      return;
    case 'GET serving':
      sendJson(response, 200, { apis: listServing(parts.regions.all()) });
      return;
    case 'GET activity':
      streamActivity(parts.regions.activity, response);
      return;
    case 'GET resolve': {
      const { status, body } = await answerResolve(parts.regions, request.rawQuery);
      sendJson(response, status, body);
      return;
    }
    case 'GET apis':
      sendJson(response, 200, { apis: listApis(parts) });
      return;
    case 'GET lease':
    case 'POST stop':
      answerLease(parts.leases, route, response);
      return;
    default:
      sendJson(response, 404, { message: `The embedded AWS has no ${route}` });
  }
}

async function findRefusal(
  { credentials }: AdminParts,
  request: WireRequest,
): Promise<AwsError | undefined> {
  try {
    await authenticate(request, credentials);
    return undefined;
  } catch (error) {
    if (error instanceof AwsError) {
      return error;
    }
    throw error;
  }
}

function replaceFaults(
  { faults }: AdminParts,
  { body }: WireRequest,
  response: ServerResponse,
): void {
  try {
    faults.replace(parseFaultRules(JSON.parse(body.toString())));
    sendJson(response, 200, {});
  } catch (error) {
    const message = error instanceof z.ZodError ? z.prettifyError(error) : 'The body is not JSON.';
    sendJson(response, 400, { message });
  }
}

function setLag({ lag }: ServerParts, { body }: WireRequest, response: ServerResponse): void {
  try {
    lag.set(toLag(JSON.parse(body.toString())));
    sendJson(response, 200, lag.settings);
  } catch (error) {
    const message = error instanceof LagError ? error.message : 'The body is not JSON.';
    sendJson(response, 400, { message });
  }
}

function answerLease(leases: Leases | undefined, route: string, response: ServerResponse): void {
  if (leases === undefined) {
    sendJson(response, 404, { message: 'This server runs until it is closed: it has no leases.' });
  } else if (route === 'GET lease') {
    leases.grant(response);
  } else {
    const { count } = leases;
    sendJson(response, leases.endIfUnused() ? 200 : 409, { leases: count });
  }
}

/** Every deployed stage with the URL that serves it. */
function listApis({ regions }: ServerParts): object[] {
  return regions.all().flatMap((region) =>
    Object.values(region.state.apigateway.restApis).map(({ id, name, stages }) => ({
      id,
      name,
      account: region.account,
      region: region.region,
      stages: Object.keys(stages).map((stage) => ({
        name: stage,
        url: `${region.endpoint}${executeApiPrefix}${id}/${stage}`,
      })),
    })),
  );
}
