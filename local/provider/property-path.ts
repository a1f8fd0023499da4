import { isObject, type Properties } from './properties.ts';

/**
 * Takes a property path of the engine apart: `variables["a.b"]` to `["variables", "a.b"]`.
 * A wildcard stays `*`; array indexes are text.
 */
export function parsePath(path: string): string[] {
  const names: string[] = [];
  for (const match of path.matchAll(/\["((?:[^"\\]|\\.)*)"\]|\[(\d+|\*)\]|([^.[\]]+)/g)) {
    names.push(match[1]?.replaceAll(/\\(.)/g, '$1') ?? match[2] ?? match[3] ?? '');
  }
  return names;
}

/** The opposite of `parsePath` for one more name: `variables` and `a.b` to `variables["a.b"]`. */
export function appendPath(path: string, name: string | number): string {
  if (typeof name === 'number') {
    return `${path}[${String(name)}]`;
  }
  if (/^[A-Za-z_$][\w$]*$/.test(name)) {
    return path === '' ? name : `${path}.${name}`;
  }
  return `${path}[${JSON.stringify(name)}]`;
}

/**
 * What is asked for, with what `ignoreChanges` names taken from state, as the official provider does:
 * the engine alone only takes back the *inputs* of the last run, which after a refresh differ from state.
 */
export function keepIgnored(
  state: Properties,
  asked: Properties,
  ignoreChanges: readonly string[],
): Properties {
  return ignoreChanges.reduce<Properties>(
    (kept, path) => keepPath(state, kept, parsePath(path)),
    asked,
  );
}

function keepPath(state: Properties, asked: Properties, path: readonly string[]): Properties {
  const [name, ...rest] = path;
  if (name === undefined) {
    return asked;
  }
  if (name === '*') {
    const names = new Set([...Object.keys(state), ...Object.keys(asked)]);
    return [...names].reduce((kept, each) => keepPath(state, kept, [each, ...rest]), asked);
  }
  const { [name]: value, ...others } = asked;
  const old = state[name];
  if (rest.length > 0 && isObject(value) && isObject(old)) {
    return { ...others, [name]: keepPath(old, value, rest) };
  }
  if (rest.length > 0 && (isObject(value) || old === undefined)) {
    return asked;
  }
  return old === undefined ? others : { ...others, [name]: old };
}
