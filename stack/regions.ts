import { z } from 'zod';

const regionName = z
  .string()
  .regex(/^[a-z]{2,4}(-[a-z]+)+-\d+$/, 'must be the name of a region, such as eu-west-1');

export const regionsSetting = z
  .array(regionName)
  .describe('All regions of the stack, `aws:region` among them; left out, that one alone.')
  .default([]);

export const wavesSetting = z
  .array(z.array(regionName).min(1, 'must name a region'))
  .describe(
    'The regions in the order of a release, those of a wave side by side; left out, `aws:region` comes first, and all others together after it.',
  )
  .optional();

/** What the settings say of regions. */
export interface RegionPlan {
  readonly regions: readonly string[];
  readonly waves?: readonly (readonly string[])[] | undefined;
}

/**
 * All regions of a stack, each once, its home region first and the others as the settings have them.
 *
 * @param home the region of `aws:region`.
 */
export function regionsOf({ regions }: RegionPlan, home: string): readonly string[] {
  return [home, ...regions.filter((region) => region !== home)];
}

/**
 * All regions of a stack, each once, in the order of a release: a wave begins when the one before it is accepted.
 *
 * @param home the region of `aws:region`.
 * @returns none of the waves is empty.
 */
export function wavesOf(plan: RegionPlan, home: string): readonly (readonly string[])[] {
  const [, ...others] = regionsOf(plan, home);
  return plan.waves ?? (others.length === 0 ? [[home]] : [[home], others]);
}

/** Names of a region's resources in the program: `us-east-1-function`, and in the home region `function`. */
export function namesIn(region: string, home: string): (name: string) => string {
  return (name) => (region === home ? name : `${region}-${name}`);
}

/**
 * What is wrong with a stack's regions and waves, seen together with its home region.
 *
 * @param home the region of `aws:region`.
 */
export function regionProblems({ regions, waves }: RegionPlan, home: string): string[] {
  const named = regions.map((region, index) => ({ region, at: `regions[${String(index)}]` }));
  const isHomeMissing = regions.length > 0 && !regions.includes(home);
  const missing = `regions: lacks ${home}, the region of aws:region, which every stack is in`;
  return [
    ...(isHomeMissing ? [missing] : []),
    ...findRepeated(named),
    ...(waves === undefined ? [] : waveProblems(waves, regionsOf({ regions }, home))),
  ];
}

function waveProblems(
  waves: readonly (readonly string[])[],
  regions: readonly string[],
): readonly string[] {
  const named = waves.flatMap((wave, number) =>
    wave.map((region, index) => ({ region, at: `waves[${String(number)}][${String(index)}]` })),
  );
  const unknown = named
    .filter(({ region }) => !regions.includes(region))
    .map(({ region, at }) => `${at}: is ${region}, and the stack is in ${regions.join(', ')}`);
  const left = regions.filter((region) => !named.some((other) => other.region === region));
  return [
    ...unknown,
    ...findRepeated(named),
    ...left.map((region) => `waves: none has ${region}, which would never be released`),
  ];
}

function findRepeated(
  named: readonly { readonly region: string; readonly at: string }[],
): readonly string[] {
  return named.flatMap(({ region, at }, index) => {
    const first = named.findIndex((other) => other.region === region);
    return first === index ? [] : [`${at}: is ${region}, as ${named[first]?.at ?? ''}`];
  });
}
