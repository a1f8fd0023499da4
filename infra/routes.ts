import { readFileSync } from 'node:fs';
import { isMap, LineCounter, parseDocument, type Document, type Pair } from 'yaml';
import { z } from 'zod';
import { listOtherCalls, listRouteProblems, methods, type OtherCall } from './route-rules.ts';

/** The routes of the API, as `openapi.yaml` has them. */
export interface Routes {
  /** The whole document, anchors and merges (`<<: *other`) resolved. */
  readonly document: unknown;
  /** `infra/openapi.yaml, line 12, GET /greeting` of a place in the document. */
  readonly describe: (path: readonly (string | number)[]) => string;
  /** How they, and their authorizers, call other functions, each once. */
  readonly otherCalls: readonly OtherCall[];
}

const file = 'infra/openapi.yaml';

/** `openapi.yaml` is wrong; the message lists every problem with its line and route. */
export class RoutesError extends Error {
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(['The routes of the API are wrong:', ...problems].join('\n  '));
    this.name = 'RoutesError';
    this.problems = problems;
  }
}

/**
 * Reads `openapi.yaml` and holds it against what every route needs.
 *
 * @param text of the file, where it is not the project's own.
 * @throws {RoutesError} with all problems together.
 */
export function readRoutes(
  text: string = readFileSync(new URL('openapi.yaml', import.meta.url), 'utf8'),
): Routes {
  const lineCounter = new LineCounter();
  const parsed = parseDocument(text, { lineCounter, merge: true });
  const place = (offset: number) => {
    const route = routeAt(parsed, offset);
    const line = String(lineCounter.linePos(offset).line);
    return `${file}, line ${line}${route === undefined ? '' : `, ${route}`}`;
  };
  const mistakes = parsed.errors.map(
    ({ pos: [offset], code, message }) => `${place(offset)}: ${explain(code, message)}`,
  );
  if (mistakes.length > 0) {
    throw new RoutesError(mistakes);
  }
  const document: unknown = parsed.toJS();
  const describe = (path: readonly (string | number)[]) => place(offsetOf(parsed, path));
  const problems = listRouteProblems(document);
  if (problems.length > 0) {
    throw new RoutesError(problems.map(({ path, problem }) => `${describe(path)}: ${problem}`));
  }
  return { document, describe, otherCalls: listOtherCalls(document) };
}

const anyMethod = 'x-amazon-apigateway-any-method';
const withPaths = z.object({
  paths: z.record(z.string(), z.record(z.string(), z.unknown())),
});

/**
 * The routes of the API by method and path, `GET /greeting`, as API Gateway lists those of a deployment.
 *
 * @param text of the file, where it is not the project's own.
 * @throws {RoutesError} when the file is wrong.
 */
export function listRoutesOf(text?: string): string[] {
  const { paths } = withPaths.parse(readRoutes(text).document);
  return Object.entries(paths)
    .flatMap(([path, operations]) =>
      Object.keys(operations)
        .filter((method) => methods.has(method))
        .map((method) => `${nameOf(method)} ${path}`),
    )
    .sort();
}

function explain(code: string, message: string): string {
  const [first = ''] = message.split('\n');
  return code === 'DUPLICATE_KEY'
    ? 'is there twice: API Gateway knows one operation for each method of a path'
    : first.replace(/ at line \d+, column \d+:?$/, '');
}

/** `GET /greeting`, or `/greeting`, around an offset in the text. */
function routeAt(parsed: Document, offset: number): string | undefined {
  const path = itemsOf(parsed.get('paths', true)).find((pair) => isAround(pair, offset));
  if (path === undefined) {
    return undefined;
  }
  const operation = itemsOf(path.value).find((pair) => isAround(pair, offset));
  const name = String(path.key);
  return operation === undefined ? name : `${nameOf(String(operation.key))} ${name}`;
}

function nameOf(method: string): string {
  return method === anyMethod ? 'ANY' : method.toUpperCase();
}

function itemsOf(node: unknown): readonly Pair[] {
  return isMap(node) ? node.items : [];
}

function isAround({ key, value }: Pair, offset: number): boolean {
  const start = rangeOf(key)?.[0] ?? Infinity;
  const end = rangeOf(value)?.[2] ?? rangeOf(key)?.[2] ?? -1;
  return start <= offset && offset < end;
}

function rangeOf(node: unknown): readonly number[] | undefined {
  return typeof node === 'object' && node !== null && 'range' in node && Array.isArray(node.range)
    ? node.range
    : undefined;
}

/** Where a path begins, or as much of it as is written there and not by an anchor elsewhere. */
function offsetOf(parsed: Document, path: readonly (string | number)[]): number {
  for (let length = path.length; length > 0; length -= 1) {
    const parent: unknown =
      length === 1 ? parsed.contents : parsed.getIn(path.slice(0, length - 1), true);
    const pair = itemsOf(parent).find(({ key }) => String(key) === String(path[length - 1]));
    const start = rangeOf(pair?.key)?.[0];
    if (start !== undefined) {
      return start;
    }
  }
  return 0;
}
