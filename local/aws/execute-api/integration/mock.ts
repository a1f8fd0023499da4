import type { EndpointResponse, RoutedExchange } from '../exchange.ts';
import { configurationError } from '../gateway-fault.ts';
import { buildRequestBody } from './request-body.ts';

/**
 * The `MOCK` integration: its request template says which status it answers, `{"statusCode": 200}`. As
 * on AWS names need no quotes.
 */
export function answerMock(exchange: RoutedExchange): EndpointResponse {
  const text = buildRequestBody(exchange).toString('utf8');
  const status = mockStatus(text);
  if (status === undefined) {
    throw configurationError(`Unable to parse statusCode. It should be an integer: ${text}`);
  }
  return { status, headers: [], body: Buffer.alloc(0), selector: String(status) };
}

function mockStatus(text: string): number | undefined {
  try {
    const value: unknown = JSON.parse(quoteNames(text));
    if (typeof value !== 'object' || value === null || !('statusCode' in value)) {
      return undefined;
    }
    const status = Number(value.statusCode);
    return Number.isInteger(status) ? status : undefined;
  } catch {
    return undefined;
  }
}

/** Strings are matched first, and so left as they are. */
function quoteNames(text: string): string {
  return text.replace(
    /"(?:[^"\\]|\\.)*"|([{,]\s*)([A-Za-z_]\w*|'\w*')(?=\s*:)/g,
    (whole: string, start?: string, name?: string) =>
      start === undefined || name === undefined ? whole : `${start}"${name.replaceAll("'", '')}"`,
  );
}
