import { randomUUID } from 'node:crypto';
import type { NotImplemented } from './gateway-fault.ts';
import type { ExecuteApiResponse } from './types.ts';

/** The answer where there is no such API or stage. */
export function forbidden(): ExecuteApiResponse {
  return answer(403, 'ForbiddenException', 'Forbidden');
}

/** The answer to a request that needs what this endpoint does not have. */
export function notImplemented(error: NotImplemented): ExecuteApiResponse {
  return answer(501, 'NotImplemented', error.message);
}

/** The answer to a fault of this endpoint itself, which its operator reads on stderr. */
export function serverError(error: unknown): ExecuteApiResponse {
  const detail = error instanceof Error ? (error.stack ?? error.message) : String(error);
  process.stderr.write(`The embedded API Gateway failed: ${detail}\n`);
  return answer(500, 'InternalServerErrorException', 'Internal server error');
}

function answer(status: number, errorType: string, message: string): ExecuteApiResponse {
  return {
    status,
    headers: [
      ['Content-Type', 'application/json'],
      ['x-amzn-RequestId', randomUUID()],
      ['x-amzn-ErrorType', errorType],
    ],
    body: Buffer.from(JSON.stringify({ message }), 'utf8'),
  };
}
