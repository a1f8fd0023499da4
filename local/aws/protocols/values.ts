/** True for objects with named members: not null, not an array, a Date or bytes. */
export function isStructure(value: unknown): value is Record<string, unknown> {
  return (
    typeof value === 'object' &&
    value !== null &&
    !Array.isArray(value) &&
    !(value instanceof Date) &&
    !(value instanceof Uint8Array)
  );
}

/**
 * Copies an operation's output with every Date and byte string replaced by what a protocol sends for
 * it. Members that are `undefined` are left out.
 */
export function encodeValues(
  value: unknown,
  encodeLeaf: (leaf: Date | Uint8Array) => unknown,
): unknown {
  if (value instanceof Date || value instanceof Uint8Array) {
    return encodeLeaf(value);
  }
  if (Array.isArray(value)) {
    return value.map((item: unknown) => encodeValues(item, encodeLeaf));
  }
  if (isStructure(value)) {
    return Object.fromEntries(
      Object.entries(value)
        .filter(([, member]) => member !== undefined)
        .map(([name, member]) => [name, encodeValues(member, encodeLeaf)]),
    );
  }
  return value;
}

/** The JSON protocols' form: epoch seconds and base64. */
export function toJson(value: unknown): unknown {
  return encodeValues(value, (leaf) =>
    leaf instanceof Date ? leaf.getTime() / 1000 : Buffer.from(leaf).toString('base64'),
  );
}
