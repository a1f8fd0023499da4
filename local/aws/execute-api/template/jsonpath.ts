import { TemplateError } from './template-error.ts';
import { isMap, member } from './java-text.ts';

type Step =
  | { readonly kind: 'member'; readonly keys: readonly (string | number)[] }
  | { readonly kind: 'slice'; readonly from: number | undefined; readonly to: number | undefined }
  | { readonly kind: 'all' }
  | { readonly kind: 'descend' };

const parsed = new Map<string, readonly Step[]>();
const cacheLimit = 1000;

const tokenPattern =
  /(?<deep>\.\.)|\.?(?<all>\*|\[\s*\*\s*\])|\.?(?<name>[^.[\]()'"*?@\s]+)|\[\s*(?<slice>-?\d*\s*:\s*-?\d*)\s*\]|\[\s*(?<keys>(?:'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"|-?\d+)(?:\s*,\s*(?:'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"|-?\d+))*)\s*\]/y;
const keyPattern = /'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)"|(-?\d+)/g;

/**
 * What a JSONPath selects: `$`, `.a`, `['a']`, `['a','b']`, `[0]`, `[-1]`, `[0:2]`, `[*]` and `..`.
 * A path that can select only one value gives that value, undefined when there is none; any other
 * gives a list.
 * @throws {TemplateError} for filters, functions and what is not a path.
 */
export function selectJson(document: unknown, path: string): unknown {
  const steps = parseJsonPath(path);
  const many = steps.some((step) => step.kind !== 'member' || step.keys.length > 1);
  let values: readonly unknown[] = [document];
  for (const step of steps) {
    values = values.flatMap((value) => apply(step, value));
  }
  return many ? [...values] : values[0];
}

function parseJsonPath(path: string): readonly Step[] {
  let steps = parsed.get(path);
  if (steps === undefined) {
    steps = parse(path.trim());
    if (parsed.size >= cacheLimit) {
      parsed.clear();
    }
    parsed.set(path, steps);
  }
  return steps;
}

/** A path may leave out `$.`, as `$input.path('a')` does. */
function parse(path: string): readonly Step[] {
  const steps: Step[] = [];
  const token = new RegExp(tokenPattern);
  token.lastIndex = path.startsWith('$') ? 1 : 0;
  while (token.lastIndex < path.length) {
    const groups = token.exec(path)?.groups;
    if (groups === undefined) {
      throw new TemplateError(`The JSONPath ${path} is not valid or uses what is not modelled`);
    }
    steps.push(toStep(groups));
  }
  return steps;
}

function toStep(groups: Readonly<Record<string, string | undefined>>): Step {
  if (groups.deep !== undefined) {
    return { kind: 'descend' };
  }
  if (groups.all !== undefined) {
    return { kind: 'all' };
  }
  if (groups.name !== undefined) {
    return { kind: 'member', keys: [groups.name] };
  }
  if (groups.slice !== undefined) {
    const [from, to] = groups.slice.split(':').map((end) => end.trim());
    return { kind: 'slice', from: bound(from), to: bound(to) };
  }
  const keys = [...(groups.keys ?? '').matchAll(keyPattern)].map(([, single, double, index]) =>
    index === undefined ? (single ?? double ?? '').replace(/\\(.)/g, '$1') : Number(index),
  );
  return { kind: 'member', keys };
}

function bound(text: string | undefined): number | undefined {
  return text === undefined || text === '' ? undefined : Number(text);
}

function apply(step: Step, value: unknown): readonly unknown[] {
  const list: readonly unknown[] | undefined = Array.isArray(value) ? value : undefined;
  switch (step.kind) {
    case 'all':
      return children(value);
    case 'descend':
      return descendants(value);
    case 'slice':
      return list?.slice(step.from, step.to) ?? [];
    case 'member':
      return step.keys
        .map((key) => (list === undefined ? named(value, key) : indexed(list, key)))
        .filter((selected) => selected !== undefined);
  }
}

function named(value: unknown, key: string | number): unknown {
  return isMap(value) && typeof key === 'string' ? member(value, key) : undefined;
}

function indexed(list: readonly unknown[], key: string | number): unknown {
  return typeof key === 'number' ? list.at(key) : undefined;
}

function children(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) {
    return value.map((item: unknown) => item);
  }
  return isMap(value) ? Object.values(value) : [];
}

function descendants(value: unknown): readonly unknown[] {
  return [value, ...children(value).flatMap(descendants)];
}
