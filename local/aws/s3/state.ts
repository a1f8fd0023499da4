import { byName, type ByName } from '../by-name.ts';

export interface S3State {
  /** By name. */
  readonly buckets: ByName<Bucket>;
}

export interface Bucket {
  /** Milliseconds since the epoch, as all times here. */
  readonly createdAt: number;
  tags: ByName<string>;
  /** By key. */
  objects: ByName<StoredObject>;
}

export interface StoredObject {
  /** Of its bytes in the blob store, in hexadecimal digits. */
  readonly sha: string;
  readonly size: number;
  /** In quotes, as HTTP has it. */
  readonly etag: string;
  readonly contentType: string;
  /** Of the others that it was put with, those that it is told with; left out, none. */
  readonly headers?: ByName<string>;
  readonly modifiedAt: number;
}

/** The state of a region without buckets. */
export function emptyS3State(): S3State {
  return { buckets: byName() };
}
