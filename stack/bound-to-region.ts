import type { FunctionSettings } from './settings.ts';

type Bound = Pick<FunctionSettings, 'layers' | 'kmsKey' | 'deadLetter' | 'runtimeUpdates' | 'vpc'>;

/**
 * Settings of the function that name a thing of one region, in a stack of several: a function takes none of another
 * region's, so what serves in one region could not be made in the others.
 *
 * @param regions all of the stack.
 */
export function findBoundToRegion(
  { layers, kmsKey, deadLetter, runtimeUpdates, vpc }: Bound,
  regions: readonly string[],
): string[] {
  if (regions.length < 2) {
    return [];
  }
  const named = [
    ...layers.map((arn, index) => [`layers[${String(index)}]`, arn] as const),
    ...[['kmsKey', kmsKey] as const, ['deadLetter', deadLetter] as const],
    ['runtimeUpdates', runtimeUpdates] as const,
  ];
  const byArn = named.flatMap(([key, arn]) => {
    const region = arn?.split(':')[3];
    return region === undefined ? [] : [describe(key, `is of ${region} alone`, regions)];
  });
  return vpc === undefined
    ? byArn
    : [...byArn, describe('vpc', 'has subnets of one region alone', regions)];
}

function describe(key: string, what: string, regions: readonly string[]): string {
  return `function.${key}: ${what}, and the stack is in ${regions.join(', ')}: leave it out, or make a stack for each region`;
}
