/** One page of a list, and the token of the next page while there is one. */
export interface Page<Item> {
  readonly items: readonly Item[];
  readonly next?: string;
}

/**
 * Cuts a page out of a list that is sorted by a unique key. The token names the last item of the page, so
 * a page stays right when items are added or removed between two calls.
 * @param keyOf The key the list is sorted by.
 * @param token The `next` of the page before; undefined for the first page.
 * @returns undefined when the token was not made here.
 */
export function cutPage<Item>(
  sorted: readonly Item[],
  keyOf: (item: Item) => string,
  size: number,
  token: string | undefined,
  order: 'ascending' | 'descending' = 'ascending',
): Page<Item> | undefined {
  const after = token === undefined ? undefined : decodeToken(token);
  if (token !== undefined && after === undefined) {
    return undefined;
  }
  const rest =
    after === undefined
      ? sorted
      : sorted.filter((item) =>
          order === 'ascending' ? keyOf(item) > after : keyOf(item) < after,
        );
  const items = rest.slice(0, size);
  const last = items.at(-1);
  return rest.length > items.length && last !== undefined
    ? { items, next: encodeToken(keyOf(last)) }
    : { items };
}

const prefix = 'after:';

function encodeToken(key: string): string {
  return Buffer.from(prefix + key).toString('base64url');
}

function decodeToken(token: string): string | undefined {
  const text = Buffer.from(token, 'base64url').toString();
  return text.startsWith(prefix) ? text.slice(prefix.length) : undefined;
}

/** Compares by UTF-16 code units, the order that `cutPage` relies on. */
export function byKey<Item>(keyOf: (item: Item) => string): (a: Item, b: Item) => number {
  return (a, b) => (keyOf(a) < keyOf(b) ? -1 : keyOf(a) > keyOf(b) ? 1 : 0);
}
