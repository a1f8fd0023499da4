import type { RestResponse, Service } from '../operation.ts';
import { notImplemented } from '../not-implemented.ts';
import type { Protocol, WireResponse } from './protocol.ts';
import { routesOf } from './rest-route.ts';
import { toFlatXml } from './xml.ts';

const contentType = { 'content-type': 'application/xml' };

/** REST-XML (S3): method, path and a parameter without a value (`?tagging`) name the operation. */
export const restXml: Protocol = {
  match(request, service) {
    const search = new URLSearchParams(request.rawQuery);
    const matched = routesOf(service).match(request.method, request.rawPath, search);
    const [, ofRoute = ''] = matched?.operation.path.split('?') ?? [];
    const others = [...search].filter(([name, value]) => value === '' && name !== ofRoute);
    if (matched === undefined || others.some(([name]) => !valued.includes(name))) {
      const { method, rawPath, rawQuery } = request;
      throw notImplemented(`${service.signingName}: ${method} ${rawPath}?${rawQuery}`);
    }
    const { operation, params } = matched;
    return {
      operation: operation.name,
      writes: operation.writes,
      async run(region) {
        const { headers, body } = request;
        const answer = await operation.run({ params, query: search, headers, body }, region);
        return encode(answer, service);
      },
    };
  },
  encodeError(error, { requestId }) {
    const { code, message, status } = error;
    const body = toFlatXml('Error', undefined, {
      Code: code,
      Message: message,
      ...error.members,
      RequestId: requestId,
    });
    return { status, headers: { ...contentType, ...error.headers }, body };
  },
};

/** Parameters that say something also when they are empty. */
const valued = ['prefix', 'delimiter', 'continuation-token', 'start-after', 'encoding-type'];

function encode(
  { status = 200, headers = {}, body }: RestResponse,
  { xmlNamespace }: Service,
): WireResponse {
  if (body === undefined) {
    return { status, headers, body: '' };
  }
  if (Buffer.isBuffer(body)) {
    return { status, headers, body };
  }
  const [[root, content] = ['', {}]] = Object.entries(body as Record<string, object>);
  return {
    status,
    headers: { ...contentType, ...headers },
    body: toFlatXml(root, xmlNamespace, { ...content }),
  };
}
