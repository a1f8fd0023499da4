import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

import type { RestRequest, RestResponse } from '../operation.ts';
import type { Region } from '../region.ts';
import type { WireRequest } from '../protocols/protocol.ts';
import type { Scope } from '../scope.ts';
import { formatDate, parseDate } from '../signature.ts';
import { requireFunction, requireVersion, functionNotFound } from './lookup.ts';
import { label, operation } from '../rest/operation.ts';
import type { FunctionState, VersionState } from './state.ts';

/** Where the addresses that GetFunction gives out begin. */
const codePath = '/_code/';

/** Of this process: another one takes no address that this one gave out. */
const key = randomBytes(32);
const lifetimeMs = 600_000;

/**
 * The address in GetFunction's answer from which the deployment package can be read without signing,
 * as AWS's presigned one. It carries the credential scope by which the endpoint finds the region, and
 * a signature of the server's own: one hash and not SigV4's five, since no client has to make it.
 */
export function codeLocation(region: Region, fn: FunctionState, version: VersionState): string {
  const date = formatDate(Date.now());
  const path = `${codePath}${fn.name}/${encodeURIComponent(version.version)}/${version.code.sha}`;
  const query = new URLSearchParams({
    'X-Amz-Algorithm': 'AWS4-HMAC-SHA256',
    'X-Amz-Credential': `${region.account}/${date.slice(0, 8)}/${region.region}/lambda/aws4_request`,
    'X-Amz-Date': date,
    'X-Amz-Expires': String(lifetimeMs / 1000),
    'X-Amz-SignedHeaders': 'host',
    'X-Amz-Signature': sign(region, path, date),
  });
  return `${region.endpoint}${path}?${query.toString()}`;
}

function sign({ account, region }: Omit<Scope, 'service'>, path: string, date: string): string {
  return createHmac('sha256', key).update([account, region, path, date].join('\n')).digest('hex');
}

/** Whether this is an address that {@link codeLocation} gave out in the last ten minutes. */
export function isCodeLocation({ rawPath, rawQuery }: WireRequest, scope: Scope): boolean {
  if (!rawPath.startsWith(codePath) || scope.service !== 'lambda') {
    return false;
  }
  const query = new URLSearchParams(rawQuery);
  const date = query.get('X-Amz-Date') ?? '';
  const expected = Buffer.from(sign(scope, rawPath, date));
  const given = Buffer.from(query.get('X-Amz-Signature') ?? '');
  return (
    given.length === expected.length &&
    timingSafeEqual(given, expected) &&
    Date.now() <= parseDate(date).getTime() + lifetimeMs
  );
}

function downloadCode(request: RestRequest, region: Region): RestResponse {
  const name = label(request, 'FunctionName');
  const fn = requireFunction(region, name);
  const { code } = requireVersion(region, fn, label(request, 'Version'));
  if (code.sha !== label(request, 'Sha')) {
    throw functionNotFound(region, name);
  }
  return { headers: { 'content-type': 'application/zip' }, body: region.blobs.get(code.sha) };
}

export const codeDownloadOperations = [
  operation('DownloadCode', 'GET /_code/{FunctionName}/{Version}/{Sha}', downloadCode),
];
