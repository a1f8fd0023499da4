import { HostObject } from './host-object.ts';
import { listMethods, mapMethods } from './java-collection.ts';
import { stringMethods } from './java-string.ts';
import { isNumber } from './java-number.ts';
import { numberMethods } from './java-number-methods.ts';
import { isMap, javaEquals, javaText, member } from './java-text.ts';
import { TemplateError } from './template-error.ts';

/** `$value.name`; of a list or a string there is `empty`, for `isEmpty()`. */
export function getProperty(target: unknown, name: string): unknown {
  if (target instanceof HostObject) {
    return target.property(name);
  }
  if (isMap(target)) {
    return member(target, name);
  }
  return name === 'empty' && isCounted(target) ? target.length === 0 : undefined;
}

function isCounted(value: unknown): value is string | unknown[] {
  return typeof value === 'string' || Array.isArray(value);
}

/** `$value[index]`: of a list by position, of a map by key. */
export function getIndex(target: unknown, index: unknown): unknown {
  const list = asArray(target);
  if (list !== undefined) {
    return list[Number(index)];
  }
  return isMap(target) ? member(target, javaText(index)) : undefined;
}

/**
 * `$value.method(args)` as Java would answer; undefined on null, as Velocity has it.
 * @throws {TemplateError} when the method is not modelled: no silent wrong answer.
 */
export function callMethod(target: unknown, method: string, args: readonly unknown[]): unknown {
  if (target === null || target === undefined) {
    return undefined;
  }
  if (target instanceof HostObject) {
    return target.call(method, args);
  }
  if (typeof target === 'string') {
    return required('String', method, stringMethods)(target, args);
  }
  const list = asArray(target);
  if (list !== undefined) {
    return required('List', method, listMethods)(list, args);
  }
  if (isMap(target)) {
    return callMap(target, method, args);
  }
  return callScalar(target, method, args);
}

/** A list, so that its items are unknown rather than any. */
export function asArray(value: unknown): unknown[] | undefined {
  return Array.isArray(value) ? value : undefined;
}

/** Beside a map's methods, bean getters: `$entry.getValue()` is `$entry.value`. */
function callMap(
  target: Record<string, unknown>,
  method: string,
  args: readonly unknown[],
): unknown {
  const known = mapMethods.get(method);
  if (known !== undefined) {
    return known(target, args);
  }
  const getter = /^get([A-Z])(.*)$/.exec(method);
  if (getter === null) {
    throw unknownMethod('Map', method);
  }
  return member(target, `${(getter[1] ?? '').toLowerCase()}${getter[2] ?? ''}`);
}

function callScalar(target: unknown, method: string, args: readonly unknown[]): unknown {
  if (method === 'toString') {
    return javaText(target);
  }
  if (method === 'equals') {
    return javaEquals(target, args[0]);
  }
  if (isNumber(target)) {
    return required('Number', method, numberMethods)(target, args);
  }
  throw unknownMethod(typeof target, method);
}

function required<T>(type: string, method: string, methods: ReadonlyMap<string, T>): T {
  const known = methods.get(method);
  if (known === undefined) {
    throw unknownMethod(type, method);
  }
  return known;
}

function unknownMethod(type: string, method: string): TemplateError {
  return new TemplateError(`The method ${method}() of ${type} is not modelled in templates`);
}
