import type { Service } from '../operation.ts';
import { bucketOperations } from './buckets.ts';
import { objectOperations } from './objects.ts';

/** The embedded S3, by REST-XML and paths: what packages of Lambda's code need. */
export const s3: Service = {
  signingName: 's3',
  xmlNamespace: 'http://s3.amazonaws.com/doc/2006-03-01/',
  keepsBodies: true,
  operations: [...bucketOperations, ...objectOperations],
};
