import { fromEntries, type ByName } from '../by-name.ts';
import { notImplemented } from '../not-implemented.ts';

const kept = [
  'cache-control',
  'content-disposition',
  'content-encoding',
  'content-language',
  'expires',
];

/** What an object is put with, and told with again; its own metadata, too. */
export function keptHeaders(headers: Readonly<Record<string, string>>): ByName<string> {
  return fromEntries(
    Object.entries(headers)
      .filter(([name]) => kept.includes(name) || name.startsWith('x-amz-meta-'))
      .map(
        ([name, value]) =>
          [name, name === 'content-encoding' ? withoutChunks(value) : value] as const,
      )
      .filter(([, value]) => value !== ''),
  );
}

/** How a body is sent says nothing of the object. */
function withoutChunks(encoding: string): string {
  return encoding
    .split(',')
    .map((each) => each.trim())
    .filter((each) => each !== 'aws-chunked')
    .join(',');
}

/** Headers of PutObject that nothing here acts on, but for what they say by default. */
const refused: readonly (readonly [header: RegExp, isDefault?: RegExp])[] = [
  [/^if-match$/],
  [/^x-amz-acl$/, /^(?:private|bucket-owner-full-control)$/],
  [/^x-amz-copy-source$/],
  [/^x-amz-grant-/],
  [/^x-amz-object-lock-/],
  [/^x-amz-storage-class$/, /^STANDARD$/],
  [/^x-amz-tagging$/],
  [/^x-amz-website-redirect-location$/],
];

/** @throws {AwsError} NotImplemented (501) that names the header */
export function verifyModelledHeaders(headers: Readonly<Record<string, string>>): void {
  for (const [name, value] of Object.entries(headers)) {
    const rule = refused.find(([header]) => header.test(name));
    if (rule !== undefined && rule[1]?.test(value) !== true) {
      throw notImplemented(`${name} of PutObject`);
    }
  }
}
