import { timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';

import { foreignPart } from '../aws/foreign.ts';

/** What a request may do is decided by where it comes from, and by the token in its path. */
export type Verdict =
  | { readonly kind: 'allowed'; /** Behind the token: `call`. */ readonly path: string }
  | { readonly kind: 'refused'; readonly status: 403 | 404; readonly message: string };

/** Of what a browser says about a request itself: another page, of whatever site, sends neither. */
const ownSites = ['same-origin', 'none'];

/**
 * Lets in whoever knows the token, from this machine and not from another page. A page of a stage's URL is another
 * one: it has another port, and so another origin. The token is in the path and not in a cookie, which browsers
 * send to every port of a host.
 *
 * @param target the request's path and query
 * @param port where the page is served
 */
export function judge(
  headers: IncomingHttpHeaders,
  target: string,
  { port, token }: { readonly port: number; readonly token: string },
): Verdict {
  const site = headers['sec-fetch-site'];
  const foreign = foreignPart(headers, port);
  if (foreign !== undefined) {
    return { kind: 'refused', status: 403, message: foreign };
  }
  if (typeof site === 'string' && !ownSites.includes(site)) {
    const message = 'This page takes no requests of other pages: open its URL yourself.';
    return { kind: 'refused', status: 403, message };
  }
  const [, given = '', ...rest] = (target.split('?')[0] ?? '').split('/');
  if (!isSame(given, token) || rest.length === 0) {
    const message =
      'Open the page by the URL that npm run local printed: its token is in the path.';
    return { kind: 'refused', status: 404, message };
  }
  return { kind: 'allowed', path: rest.join('/') };
}

function isSame(given: string, token: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(token)];
  return a.length === b.length && timingSafeEqual(a, b);
}
