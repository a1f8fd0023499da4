import { createHash } from 'node:crypto';

import { byName } from '../by-name.ts';
import type { RestRequest, RestResponse } from '../operation.ts';
import { notImplemented } from '../not-implemented.ts';
import type { Region } from '../region.ts';
import { label, operation } from '../rest/operation.ts';
import { preconditionFailed } from './errors.ts';
import { requireBucket, requireObject } from './lookup.ts';
import { readObjectBody, verifyDigests } from './object-body.ts';
import { keptHeaders, verifyModelledHeaders } from './object-headers.ts';
import type { StoredObject } from './state.ts';

const maxKeys = 1000;

function putObject(request: RestRequest, region: Region): RestResponse {
  const bucket = requireBucket(request, region);
  const key = label(request, 'Key');
  verifyModelledHeaders(request.headers);
  const sent = readObjectBody(request);
  verifyDigests(sent);
  const { body, headers } = sent;
  if (headers['if-none-match'] === '*' && bucket.objects[key] !== undefined) {
    throw preconditionFailed('If-None-Match');
  }
  const object: StoredObject = {
    sha: region.blobs.put(body),
    size: body.length,
    etag: `"${createHash('md5').update(body).digest('hex')}"`,
    contentType: headers['content-type'] ?? 'binary/octet-stream',
    headers: keptHeaders(headers),
    modifiedAt: region.now(),
  };
  bucket.objects[key] = object;
  const checksum = Buffer.from(object.sha, 'hex').toString('base64');
  return { headers: { etag: object.etag, 'x-amz-checksum-sha256': checksum } };
}

function getObject(request: RestRequest, region: Region): RestResponse {
  refuseParameters(request, 'GetObject');
  const object = requireObject(request, region);
  const { headers } = request;
  if (headers.range !== undefined) {
    throw notImplemented('A range of GetObject');
  }
  if (!isAmong(headers['if-match'] ?? '*', object.etag)) {
    throw preconditionFailed('If-Match');
  }
  if (isAmong(headers['if-none-match'] ?? '', object.etag)) {
    return { status: 304, headers: headersOf(object) };
  }
  return { headers: headersOf(object), body: region.blobs.get(object.sha) };
}

/** What asks for another version, a part, or other headers than the object's. */
function refuseParameters({ query }: RestRequest, operationName: string): void {
  const other = [...query.keys()].find((name) => /^(?:versionId|partNumber|response-)/.test(name));
  if (other !== undefined) {
    throw notImplemented(`${other} of ${operationName}`);
  }
}

/** Whether a list of entity tags has one, or is for all. */
function isAmong(tags: string, etag: string): boolean {
  return tags.split(',').some((tag) => ['*', etag, etag.slice(1, -1)].includes(tag.trim()));
}

function headersOf({
  etag,
  contentType,
  modifiedAt,
  headers,
}: StoredObject): Record<string, string> {
  return byName(headers ?? byName(), {
    etag,
    'content-type': contentType,
    'last-modified': new Date(modifiedAt).toUTCString(),
  });
}

/** What is not there is deleted, too. */
function deleteObject(request: RestRequest, region: Region): RestResponse {
  refuseParameters(request, 'DeleteObject');
  if (request.headers['if-match'] !== undefined) {
    throw notImplemented('if-match of DeleteObject');
  }
  Reflect.deleteProperty(requireBucket(request, region).objects, label(request, 'Key'));
  return { status: 204 };
}

function listObjects(request: RestRequest, region: Region): RestResponse {
  const { objects } = requireBucket(request, region);
  const { query } = request;
  const prefix = query.get('prefix') ?? '';
  const delimiter = query.get('delimiter') ?? '';
  const limit = Math.min(Number(query.get('max-keys') ?? maxKeys), maxKeys);
  const keys = Object.keys(objects).filter(
    (key) => key.startsWith(prefix) && key > (query.get('start-after') ?? ''),
  );
  const folders = new Set(keys.flatMap((key) => folderOf(key, prefix, delimiter) ?? []));
  const single = keys.filter((key) => folderOf(key, prefix, delimiter) === undefined);
  const token = query.get('continuation-token') ?? '';
  const rest = [...single, ...folders].filter((name) => name > token).sort();
  const page = rest.slice(0, limit);
  const isTruncated = page.length > 0 && rest.length > page.length;
  return {
    body: {
      ListBucketResult: {
        Name: label(request, 'Bucket'),
        Prefix: prefix,
        ...(delimiter !== '' && { Delimiter: delimiter }),
        MaxKeys: limit,
        KeyCount: page.length,
        IsTruncated: isTruncated,
        // The token of AWS is opaque; here it is the last key or folder.
        ...(isTruncated && { NextContinuationToken: page.at(-1) }),
        Contents: page
          .filter((name) => !folders.has(name))
          .map((Key) => describe(Key, objects[Key])),
        CommonPrefixes: page.filter((name) => folders.has(name)).map((Prefix) => ({ Prefix })),
      },
    },
  };
}

/** What stands for all keys that go on in the same way up to a delimiter; undefined for a key without one. */
function folderOf(key: string, prefix: string, delimiter: string): string | undefined {
  const end = delimiter === '' ? -1 : key.indexOf(delimiter, prefix.length);
  return end < 0 ? undefined : key.slice(0, end + delimiter.length);
}

function describe(Key: string, object: StoredObject | undefined): Record<string, unknown> {
  return {
    Key,
    Size: object?.size,
    ETag: object?.etag,
    LastModified: new Date(object?.modifiedAt ?? 0).toISOString(),
    StorageClass: 'STANDARD',
  };
}

export const objectOperations = [
  operation('ListObjectsV2', 'GET /{Bucket}?list-type=2', listObjects),
  operation('PutObject', 'PUT /{Bucket}/{Key+}', putObject),
  operation('GetObject', 'GET /{Bucket}/{Key+}', getObject),
  operation('HeadObject', 'HEAD /{Bucket}/{Key+}', getObject),
  operation('DeleteObject', 'DELETE /{Bucket}/{Key+}', deleteObject),
];
