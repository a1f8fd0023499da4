import type { RestRequest } from '../operation.ts';
import { badRequest } from './errors.ts';

const defaultLimit = 25;
const maximumLimit = 500;

/** One page of a list as API Gateway answers it: the wire member is `item`, not `items`. */
export interface Page<T> {
  readonly item: readonly T[];
  /** Left out on the last page. */
  readonly position?: string;
}

/**
 * Cuts the page that `position` and `limit` of the query ask for.
 *
 * @param items in a stable order
 * @param keyOf what identifies an item; a position is the key of the last item of the page before it
 * @throws {AwsError} 400 for a limit over 500, or a position that no item has; one below 1 counts as none
 */
export function pageOf<T>(
  request: RestRequest,
  items: readonly T[],
  keyOf: (item: T) => string,
): Page<T> {
  const limit = readLimit(request);
  const start = startAfter(request.query.get('position'), items, keyOf);
  const item = items.slice(start, start + limit);
  const last = item.at(-1);
  const more = start + limit < items.length;
  return more && last !== undefined ? { item, position: encode(keyOf(last)) } : { item };
}

function readLimit(request: RestRequest): number {
  const text = request.query.get('limit');
  const limit = text === null ? defaultLimit : Number(text);
  if (!Number.isInteger(limit) || limit > maximumLimit) {
    throw badRequest(`Invalid limit: it must be at most ${maximumLimit}`);
  }
  return limit < 1 ? defaultLimit : limit;
}

function startAfter<T>(
  position: string | null,
  items: readonly T[],
  keyOf: (item: T) => string,
): number {
  if (position === null) {
    return 0;
  }
  const index = items.findIndex((item) => encode(keyOf(item)) === position);
  if (index === -1) {
    throw badRequest('Invalid position parameter');
  }
  return index + 1;
}

function encode(key: string): string {
  return Buffer.from(key).toString('base64url');
}
