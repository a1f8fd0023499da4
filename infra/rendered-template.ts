import { Compile, parse } from 'velocityjs';
import { anyText, type SampleRequest } from './sample-requests.ts';

/** What a template may call here; of one that calls more, nothing is known. */
const known = new Set([
  ...['params', 'json', 'path'],
  ...['escapeJavaScript', 'parseJson', 'urlEncode', 'urlDecode', 'base64Encode', 'base64Decode'],
  ...['replace', 'replaceAll'],
]);

/** The parts of a JSONPath that leads to one value: `$.lines[0].article`. */
const step = /\.(\w+)|\[(\d+)\]|\['(\w+)'\]/g;
const simplePath = /^\$(\.\w+|\[\d+\]|\['\w+'\])*$/;

/** Values that there are, whatever they are; methods of theirs are not. */
const givenValues = /\$!?\{?(?:context|stageVariables)(?:\.\w+(?![\w(]))+\}?/g;

/**
 * What a request template for JSON makes of a request.
 *
 * @returns undefined where that cannot be told here: API Gateway's Velocity knows more than this one.
 */
export function renderTemplate(
  template: string,
  { parameters, body }: SampleRequest,
): string | undefined {
  const called = [...template.matchAll(/\.(\w+)\s*\(/g)].map(([, name = '']) => name);
  if (!called.every((name) => known.has(name))) {
    return undefined;
  }
  const all = { path: parameters, querystring: parameters, header: parameters };
  const context = {
    input: {
      body: JSON.stringify(body),
      params: (name?: string) => (name === undefined ? all : (parameters[name] ?? '')),
      path: (path: string) => select(body, path) ?? '',
      json: (path: string) => JSON.stringify(select(body, path) ?? ''),
    },
    util,
  };
  const filled = template.replaceAll(givenValues, anyText);
  try {
    const rendered = new Compile(parse(filled), { escape: false }).render(context);
    return /\$!?\{?[a-z]/i.test(rendered) ? undefined : rendered;
  } catch {
    return undefined;
  }
}

const util = {
  escapeJavaScript: (text: unknown) => JSON.stringify(String(text)).slice(1, -1),
  parseJson: (text: string): unknown => JSON.parse(text),
  urlEncode: (text: unknown) => encodeURIComponent(String(text)),
  urlDecode: (text: unknown) => decodeURIComponent(String(text)),
  base64Encode: (text: unknown) => Buffer.from(String(text)).toString('base64'),
  base64Decode: (text: unknown) => Buffer.from(String(text), 'base64').toString(),
};

/** @throws {Error} for a path that may lead to several values. */
function select(body: unknown, path: string): unknown {
  if (!simplePath.test(path)) {
    throw new Error(`${path} is not looked into`);
  }
  return [...path.matchAll(step)].reduce<unknown>((value, [, name, index, quoted]) => {
    const key = name ?? index ?? quoted ?? '';
    return new Map<string, unknown>(Object.entries(Object(value) as object)).get(key);
  }, body);
}
