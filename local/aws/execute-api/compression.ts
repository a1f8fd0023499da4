import { promisify } from 'node:util';
import { deflate, gunzip, gzip, inflate } from 'node:zlib';

import type { RoutedExchange } from './exchange.ts';
import { GatewayFault } from './gateway-fault.ts';
import { headerValue } from './parameters.ts';
import type { ExecuteApiResponse } from './types.ts';

/** Content codings that API Gateway reads and writes ("Payload compression" of the developer guide). */
const codings = {
  gzip: { pack: promisify(gzip), unpack: promisify(gunzip) },
  deflate: { pack: promisify(deflate), unpack: promisify(inflate) },
};

type Coding = keyof typeof codings;

const isCoding = (name: string): name is Coding => Object.hasOwn(codings, name);

/**
 * The request with its body decompressed, as every integration gets it; that it was compressed is then told to
 * nobody [inf].
 *
 * @param mostBytes above which a body is too large
 * @throws {GatewayFault} 415 for a coding that is not supported, or a body that is not in it; 413
 */
export async function decompressRequest(
  exchange: RoutedExchange,
  mostBytes: number,
): Promise<RoutedExchange> {
  const { request, parameters } = exchange;
  if (request.body.length === 0) {
    return exchange;
  }
  const name = headerValue(parameters.headers, 'Content-Encoding')?.trim().toLowerCase() ?? '';
  if (name === '' || name === 'identity') {
    return exchange;
  }
  if (!isCoding(name)) {
    throw new GatewayFault('UNSUPPORTED_MEDIA_TYPE');
  }
  const headers = [...parameters.headers].filter(
    ([one]) => one.toLowerCase() !== 'content-encoding',
  );
  return {
    ...exchange,
    request: { ...request, body: await unpacked(name, request.body, mostBytes) },
    parameters: { ...parameters, headers: new Map(headers) },
  };
}

async function unpacked(coding: Coding, body: Buffer, mostBytes: number): Promise<Buffer> {
  try {
    return await codings[coding].unpack(body, { maxOutputLength: mostBytes });
  } catch (error) {
    const isTooLarge =
      error instanceof Error && 'code' in error && error.code === 'ERR_BUFFER_TOO_LARGE';
    throw new GatewayFault(isTooLarge ? 'REQUEST_TOO_LARGE' : 'UNSUPPORTED_MEDIA_TYPE');
  }
}

/**
 * An integration's answer as the client gets it: compressed where the API says so for its size, the client named
 * a coding, and nobody compressed it before.
 */
export async function compressResponse(
  { definition, parameters }: RoutedExchange,
  response: ExecuteApiResponse,
): Promise<ExecuteApiResponse> {
  const { minimumCompressionSize } = definition;
  const { headers, body } = response;
  if (minimumCompressionSize === undefined || body.length < Math.max(1, minimumCompressionSize)) {
    return response;
  }
  const isCompressed = headers.some(([name]) => name.toLowerCase() === 'content-encoding');
  const coding = acceptedCoding(headerValue(parameters.headers, 'Accept-Encoding') ?? '');
  if (isCompressed || coding === undefined) {
    return response;
  }
  return {
    ...response,
    headers: [...headers, ['Content-Encoding', coding]],
    body: await codings[coding].pack(body),
  };
}

/** The supported coding that an `Accept-Encoding` prefers, of equal ones the first; `*` names none. */
function acceptedCoding(header: string): Coding | undefined {
  const accepted = header.split(',').flatMap((part) => {
    const [name = '', ...parameters] = part
      .toLowerCase()
      .split(';')
      .map((text) => text.trim());
    const quality = Number(parameters.find((text) => text.startsWith('q='))?.slice(2) ?? 1);
    return isCoding(name) && quality > 0 ? [{ name, quality }] : [];
  });
  return accepted.sort((a, b) => b.quality - a.quality)[0]?.name;
}
