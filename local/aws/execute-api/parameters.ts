import { unescape as percentDecode } from 'node:querystring';
import type { TemplateParameters } from './template/input-variable.ts';
import type { ExecuteApiRequest } from './types.ts';

/** A name with all its values, in the order of the request. */
export type MultiValues = ReadonlyMap<string, readonly string[]>;

/** What a request carries beside its body, decoded. */
export interface RequestParameters {
  readonly path: Readonly<Record<string, string>>;
  readonly query: MultiValues;
  /** By the name's first spelling; names are compared without regard to case. */
  readonly headers: MultiValues;
}

/** In a query `+` is a space, as API Gateway reads it; what is not valid UTF-8 becomes U+FFFD. */
export function parseQuery(rawQuery: string): MultiValues {
  const values = new Map<string, string[]>();
  for (const pair of rawQuery.split('&')) {
    if (pair === '') {
      continue;
    }
    const separator = pair.indexOf('=');
    const end = separator === -1 ? pair.length : separator;
    append(values, decodeQuery(pair.slice(0, end)), decodeQuery(pair.slice(end + 1)));
  }
  return values;
}

/** Headers that end at API Gateway: neither mappings nor events have them. */
const hopHeaders = new Set([
  ...[
    'connection',
    'content-length',
    'content-md5',
    'expect',
    'max-forwards',
    'proxy-authenticate',
  ],
  ...['server', 'te', 'trailer', 'transfer-encoding', 'upgrade', 'www-authenticate'],
]);

/** The headers that go past API Gateway, in the order of the request. */
export function parseHeaders(rawHeaders: ExecuteApiRequest['rawHeaders']): MultiValues {
  const values = new Map<string, string[]>();
  const spellings = new Map<string, string>();
  for (const [name, value] of rawHeaders) {
    const lower = name.toLowerCase();
    if (hopHeaders.has(lower)) {
      continue;
    }
    const spelling = spellings.get(lower) ?? name;
    spellings.set(lower, spelling);
    append(values, spelling, value);
  }
  return values;
}

/** Percent-decodes one segment of a path, where `+` is a plus and an encoded plus stays as it came. */
export function decodePathSegment(segment: string): string {
  return segment
    .split(/(%2B)/i)
    .map((part, index) => (index % 2 === 1 ? part : percentDecode(part)))
    .join('');
}

/** All values of a header, its name in any case. */
export function headerValues(headers: MultiValues, name: string): readonly string[] {
  const exact = headers.get(name);
  if (exact !== undefined) {
    return exact;
  }
  const lower = name.toLowerCase();
  for (const [key, values] of headers) {
    if (key.toLowerCase() === lower) {
      return values;
    }
  }
  return [];
}

/** The last value of a header, its name in any case. */
export function headerValue(headers: MultiValues, name: string): string | undefined {
  return headerValues(headers, name).at(-1);
}

/** The last value of each name, which is what single-valued places get. */
export function lastValues(values: MultiValues): Record<string, string> {
  return Object.fromEntries([...values].map(([name, all]) => [name, all.at(-1) ?? '']));
}

export function allValues(values: MultiValues): Record<string, string[]> {
  return Object.fromEntries([...values].map(([name, all]) => [name, [...all]]));
}

export function templateParameters(parameters: RequestParameters): TemplateParameters {
  return {
    path: parameters.path,
    querystring: lastValues(parameters.query),
    header: lastValues(parameters.headers),
  };
}

function decodeQuery(text: string): string {
  return percentDecode(text.replaceAll('+', ' '));
}

function append(values: Map<string, string[]>, name: string, value: string): void {
  const present = values.get(name);
  if (present === undefined) {
    values.set(name, [value]);
  } else {
    present.push(value);
  }
}
