import type { RestRequest } from '../operation.ts';
import { invalidParameter } from './errors.ts';
import { queryNumber } from './request.ts';

/**
 * One page of a list, by the query's `Marker` and `MaxItems`; at most 50 items whatever was asked.
 *
 * @param items all, in a stable order.
 * @returns the page, and the marker of the next one while there are more.
 * @throws {InvalidParameterValueException} for a marker that no earlier page gave.
 */
export function pageOf<Item>(
  items: readonly Item[],
  request: RestRequest,
): { readonly items: readonly Item[]; readonly NextMarker?: string } {
  const size = Math.min(queryNumber(request, 'MaxItems', { least: 1, most: 10_000 }) ?? 50, 50);
  const start = readMarker(request.query.get('Marker'));
  const end = start + size;
  const page = items.slice(start, end);
  return end < items.length ? { items: page, NextMarker: writeMarker(end) } : { items: page };
}

function writeMarker(offset: number): string {
  return Buffer.from(`offset=${String(offset)}`).toString('base64');
}

function readMarker(marker: string | null): number {
  if (marker === null || marker === '') {
    return 0;
  }
  const offset = /^offset=(\d+)$/.exec(Buffer.from(marker, 'base64').toString('utf8'))?.[1];
  if (offset === undefined) {
    throw invalidParameter('Invalid Marker specified.');
  }
  return Number(offset);
}
