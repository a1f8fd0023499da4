import { isMap, javaEquals, javaText, member, setMember, type JavaMap } from './java-text.ts';
import { TemplateError } from './template-error.ts';

type MapMethod = (map: JavaMap, args: readonly unknown[]) => unknown;
type ListMethod = (list: unknown[], args: readonly unknown[]) => unknown;

const key = (args: readonly unknown[]): string => javaText(args[0]);

/** The methods of `java.util.Map` that templates use. */
export const mapMethods: ReadonlyMap<string, MapMethod> = new Map<string, MapMethod>([
  ['containsKey', (map, args) => Object.hasOwn(map, key(args))],
  ['containsValue', (map, args) => Object.values(map).some((item) => javaEquals(item, args[0]))],
  [
    'entrySet',
    (map) => Object.entries(map).map(([name, value]) => ({ key: name, value }) satisfies JavaMap),
  ],
  ['equals', (map, args) => javaEquals(map, args[0])],
  ['get', (map, args) => member(map, key(args))],
  ['getOrDefault', (map, args) => member(map, key(args)) ?? args[1]],
  ['isEmpty', (map) => Object.keys(map).length === 0],
  ['keySet', (map) => Object.keys(map)],
  [
    'put',
    (map, args) => {
      const previous = member(map, key(args));
      setMember(map, key(args), args[1] ?? null);
      return previous;
    },
  ],
  [
    'putAll',
    (map, args) => {
      if (isMap(args[0])) {
        for (const [name, value] of Object.entries(args[0])) {
          setMember(map, name, value);
        }
      }
      return undefined;
    },
  ],
  [
    'remove',
    (map, args) => {
      const previous = member(map, key(args));
      Reflect.deleteProperty(map, key(args));
      return previous;
    },
  ],
  ['size', (map) => Object.keys(map).length],
  ['toString', (map) => javaText(map)],
  ['values', (map) => Object.values(map)],
]);

/** The methods of `java.util.List` that templates use. */
export const listMethods: ReadonlyMap<string, ListMethod> = new Map<string, ListMethod>([
  [
    'add',
    (list, args) => {
      if (args.length < 2) {
        list.push(args[0]);
        return true;
      }
      list.splice(position(args[0], list.length + 1), 0, args[1]);
      return undefined;
    },
  ],
  [
    'addAll',
    (list, args) => {
      if (Array.isArray(args[0])) {
        list.push(...args[0].map((item: unknown) => item));
      }
      return true;
    },
  ],
  ['contains', (list, args) => list.some((item) => javaEquals(item, args[0]))],
  ['equals', (list, args) => javaEquals(list, args[0])],
  [
    'clear',
    (list) => {
      list.length = 0;
      return undefined;
    },
  ],
  ['get', (list, args) => list[position(args[0], list.length)]],
  ['indexOf', (list, args) => list.findIndex((item) => javaEquals(item, args[0]))],
  ['isEmpty', (list) => list.length === 0],
  ['remove', remove],
  [
    'set',
    (list, args) => {
      const index = position(args[0], list.length);
      const previous = list[index];
      list[index] = args[1];
      return previous;
    },
  ],
  ['size', (list) => list.length],
  ['subList', (list, args) => list.slice(Number(args[0]), Number(args[1]))],
  ['toString', (list) => javaText(list)],
]);

/** By position where it is a number, else the first that equals it. */
function remove(list: unknown[], [what]: readonly unknown[]): unknown {
  if (typeof what === 'number') {
    return list.splice(position(what, list.length), 1)[0];
  }
  const index = list.findIndex((item) => javaEquals(item, what));
  return index >= 0 && list.splice(index, 1).length > 0;
}

/** @throws {TemplateError} where Java throws: no position of so many */
function position(index: unknown, length: number): number {
  const at = Number(index);
  if (!Number.isInteger(at) || at < 0 || at >= length) {
    throw new TemplateError(`Index ${javaText(index)} out of bounds for length ${String(length)}`);
  }
  return at;
}
