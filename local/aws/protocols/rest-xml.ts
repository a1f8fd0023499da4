import { isStructure } from './values.ts';
import { query } from './query.ts';
import type { Protocol, WireResponse } from './protocol.ts';
import { matchRoute } from './rest-route.ts';
import type { RestResponse } from '../operation.ts';
import { toRestXml } from './xml.ts';

const contentType = { 'content-type': 'text/xml' };

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
        return encode(response, service.xmlNamespace ?? '');
      },
    };
  },
  encodeError: (error, context) => query.encodeError(error, context),
};

function encode({ status = 200, headers, body }: RestResponse, namespace: string): WireResponse {
  const [root = '', content] = isStructure(body) ? (Object.entries(body)[0] ?? []) : [];
  const members = isStructure(content) ? content : {};
  return {
    status,
    headers: { ...contentType, ...headers },
    body: `<?xml version="1.0"?>\n${toRestXml(root, namespace, members)}`,
  };
}
