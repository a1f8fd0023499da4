import type { RestRequest, RestResponse } from '../operation.ts';
import type { Region } from '../region.ts';
import { requireFunction, requireVersion, functionNotFound } from './lookup.ts';
import { label, operation } from '../rest/operation.ts';
import type { FunctionState, VersionState } from './state.ts';

/**
 * The address in GetFunction's answer from which the deployment package can be read without signing,
 * as AWS's presigned one. It carries the credential scope by which the endpoint finds the region.
 */
export function codeLocation(region: Region, fn: FunctionState, version: VersionState): string {
  const date = new Date(region.now()).toISOString().replace(/[-:]|\.\d+/g, '');
  const query = new URLSearchParams({
    'X-Amz-Algorithm': 'AWS4-HMAC-SHA256',
    'X-Amz-Credential': `${region.account}/${date.slice(0, 8)}/${region.region}/lambda/aws4_request`,
    'X-Amz-Date': date,
    'X-Amz-Expires': '600',
    'X-Amz-SignedHeaders': 'host',
    'X-Amz-Signature': 'embedded',
  });
  const path = `/_code/${fn.name}/${encodeURIComponent(version.version)}/${version.code.sha}`;
  return `${region.endpoint}${path}?${query.toString()}`;
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
