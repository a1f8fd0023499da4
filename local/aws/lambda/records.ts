/**
 * The own value of a key, also for names that objects inherit (`constructor`).
 *
 * @returns `undefined` where the record has no such key of its own.
 */
export function lookup<Value>(
  record: Readonly<Record<string, Value>>,
  key: string,
): Value | undefined {
  return Object.hasOwn(record, key) ? record[key] : undefined;
}

/** Sets a key as an own property, also `__proto__`, which a plain assignment would lose. */
export function store<Value>(record: Record<string, Value>, key: string, value: Value): void {
  Object.defineProperty(record, key, {
    value,
    enumerable: true,
    writable: true,
    configurable: true,
  });
}

/** Removes a key; nothing happens where it is absent. */
export function remove(record: Record<string, unknown>, key: string): void {
  Reflect.deleteProperty(record, key);
}
