import { awsJson } from './json.ts';
import { query } from './query.ts';
import { restJson } from './rest-json.ts';
import { restXml, s3Xml } from './rest-xml.ts';
import type { Protocol, WireRequest } from './protocol.ts';
import { rpcV2Cbor } from './cbor.ts';

const json10 = awsJson('1.0');
const json11 = awsJson('1.1');

/** What every path of Route 53 begins with. */
const route53Version = '/2013-04-01/';

/** Tells by a request's headers and path which protocol its client speaks. */
export function selectProtocol(request: WireRequest): Protocol {
  const { authorization = '' } = request.headers;
  if (/[/]s3[/]aws4_request|%2Fs3%2Faws4_request/.test(authorization || request.rawQuery)) {
    return s3Xml;
  }
  const contentType = request.headers['content-type'] ?? '';
  if (request.headers['smithy-protocol'] === 'rpc-v2-cbor') {
    return rpcV2Cbor;
  }
  if (request.headers['x-amz-target'] !== undefined) {
    return contentType.includes('1.0') ? json10 : json11;
  }
  const isForm = contentType.startsWith('application/x-www-form-urlencoded');
  if (request.rawPath === '/' && (isForm || request.rawQuery.includes('Action='))) {
    return query;
  }
  return request.rawPath.startsWith(route53Version) ? restXml : restJson;
}
