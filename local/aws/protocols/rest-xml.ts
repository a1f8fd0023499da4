import { notImplemented } from '../not-implemented.ts';
import type { RestResponse, Service } from '../operation.ts';
import type { Protocol, WireResponse } from './protocol.ts';
import { query } from './query.ts';
import { matchRoute } from './rest-route.ts';
import { isStructure } from './values.ts';
import { toRestXml } from './xml.ts';

/**
 * REST-XML (Route 53): method and path name the operation, as in REST-JSON; bodies are XML. An operation's
 * answer has one member, which is the root of the document.
 */
export const restXml: Protocol = {
  match(request, service) {
    const { operation, params, query: search } = matchRoute(request, service);
    return {
      operation: operation.name,
      writes: operation.writes,
      async run(region) {
        const { headers, body } = request;
        const response = await operation.run({ params, query: search, headers, body }, region);
        return encode(response, service);
      },
    };
  },
  encodeError: (error, context) => query.encodeError(error, context),
};

/** S3's REST-XML: a parameter without a value (`?tagging`) names an operation, too; an error is not wrapped. */
export const s3Xml: Protocol = {
  match(request, service) {
    const { operation, query: search } = matchRoute(request, service);
    const [, ofRoute = ''] = operation.path.split('?');
    const others = [...search].filter(([name, value]) => value === '' && name !== ofRoute);
    if (others.some(([name]) => !valued.includes(name))) {
      const { method, rawPath, rawQuery } = request;
      throw notImplemented(`${service.signingName}: ${method} ${rawPath}?${rawQuery}`);
    }
    return restXml.match(request, service);
  },
  encodeError({ code, message, status, members, headers }, { requestId }) {
    const content = { Code: code, Message: message, ...members, RequestId: requestId };
    return {
      status,
      headers: { 'content-type': 'application/xml', ...headers },
      body: toRestXml('Error', undefined, content),
    };
  },
};

/** Parameters of S3 that say something also when they are empty. */
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
  const [root = '', content] = isStructure(body) ? (Object.entries(body)[0] ?? []) : [];
  const document = toRestXml(root, xmlNamespace, isStructure(content) ? content : {});
  return {
    status,
    headers: { 'content-type': 'text/xml', ...headers },
    body: `<?xml version="1.0"?>\n${document}`,
  };
}
