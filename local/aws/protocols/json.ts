import type { Protocol } from './protocol.ts';
import { decodeInput, findRpcOperation, queryErrorHeader } from './rpc.ts';
import { toJson } from './values.ts';

/**
 * AWS JSON 1.0 or 1.1: the operation in `X-Amz-Target: Logs_20140328.PutLogEvents`, times as epoch
 * seconds, errors as `{ "__type", "message" }`.
 */
export function awsJson(version: '1.0' | '1.1'): Protocol {
  const contentType = { 'content-type': `application/x-amz-json-${version}` };
  return {
    match(request, service) {
      const target = request.headers['x-amz-target'] ?? '';
      const operation = findRpcOperation(service, target.slice(target.lastIndexOf('.') + 1));
      const input = decodeInput(request.body, (body): unknown => JSON.parse(body.toString()));
      return {
        operation: operation.name,
        writes: operation.writes,
        async run(region) {
          const output = await operation.run(input, region);
          return { status: 200, headers: contentType, body: JSON.stringify(toJson(output)) };
        },
      };
    },
    encodeError(error, { queryMode }) {
      return {
        status: error.status,
        headers: { ...contentType, ...queryErrorHeader(error, queryMode), ...error.headers },
        body: JSON.stringify({ __type: error.code, message: error.message, ...error.members }),
      };
    },
  };
}
