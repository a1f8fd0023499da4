import { byKey, cutPage } from '../rpc/paging.ts';
import { validationError } from './errors.ts';

/**
 * A page of an IAM listing, in the members that every IAM listing shares.
 * @param member The output member that holds the items, `Roles`.
 * @throws {ValidationError} for a marker that no listing returned.
 */
export function pageOf<Item>(
  member: string,
  items: readonly Item[],
  keyOf: (item: Item) => string,
  show: (item: Item) => unknown,
  input: { readonly Marker?: string | undefined; readonly MaxItems?: number | undefined },
): Record<string, unknown> {
  const page = cutPage([...items].sort(byKey(keyOf)), keyOf, input.MaxItems ?? 100, input.Marker);
  if (page === undefined) {
    throw validationError('Invalid Marker.');
  }
  return {
    [member]: page.items.map(show),
    IsTruncated: page.next !== undefined,
    ...(page.next === undefined ? {} : { Marker: page.next }),
  };
}
