import { isMap, isScalar, parseDocument, type Scalar } from 'yaml';

/** What a stack's file is to say instead. */
export interface Renaming {
  /** Name of the project until now, the namespace of its settings. */
  readonly from: string;
  readonly to: string;
  /** Undefined leaves it. */
  readonly region: string | undefined;
  /** Instead of the example's; left out, that stays. */
  readonly readinessPath?: string | undefined;
}

/** The name of the example's function, which `npm run init` replaces; any other was chosen by somebody. */
const exampleFunction = 'greeting';
const exampleReadinessPath = '/greeting';

interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/**
 * Renames the settings of a stack, its function while that has the example's name, and says its region and the
 * path that a release asks first.
 * Comments, order and spaces stay as they are.
 *
 * @param text of `Pulumi.STACK.yaml`.
 * @returns the new text; undefined when it is no valid YAML.
 */
export function renameStackFile(
  text: string,
  { from, to, region, readinessPath }: Renaming,
): string | undefined {
  const document = parseDocument(text);
  if (document.errors.length > 0) {
    return undefined;
  }
  const config = document.get('config');
  const pairs = isMap(config) ? config.items : [];
  const edits = pairs.flatMap(({ key, value }): Edit[] => {
    if (!isScalar(key) || typeof key.value !== 'string') {
      return [];
    }
    if (key.value === 'aws:region') {
      return region === undefined || !isScalar(value) ? [] : [replace(value, region)];
    }
    const namespace = [from, to].find((name) => String(key.value).startsWith(`${name}:`));
    const setting = namespace && key.value.slice(namespace.length + 1);
    if (setting === undefined) {
      return [];
    }
    const name = setting === 'function' && isMap(value) ? value.get('name', true) : undefined;
    const path =
      setting === 'release' && isMap(value) ? value.get('readinessPath', true) : undefined;
    return [
      replace(key, `${to}:${setting}`),
      ...(isScalar(name) && name.value === exampleFunction ? [replace(name, to)] : []),
      ...(readinessPath !== undefined && isScalar(path) && path.value === exampleReadinessPath
        ? [replace(path, readinessPath)]
        : []),
    ];
  });
  return edits
    .toSorted((one, other) => other.start - one.start)
    .reduce(
      (done, { start, end, text: put }) => done.slice(0, start) + put + done.slice(end),
      text,
    );
}

function replace({ range }: Scalar, text: string): Edit {
  const [start, end] = range ?? [0, 0];
  return { start, end, text };
}
