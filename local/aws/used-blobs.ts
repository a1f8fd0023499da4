import type { RegionState } from './region.ts';

/** The blobs that a state names: code of functions, and objects. */
export function usedBlobs({ lambda, s3 }: Pick<RegionState, 'lambda' | 's3'>): string[] {
  const versions = Object.values(lambda.functions).flatMap((fn) => [
    fn.latest,
    ...(fn.latest.former === undefined ? [] : [fn.latest.former]),
    ...Object.values(fn.versions),
  ]);
  const objects = Object.values(s3.buckets).flatMap((bucket) => Object.values(bucket.objects));
  return [...versions.map(({ code }) => code.sha), ...objects.map(({ sha }) => sha)];
}
