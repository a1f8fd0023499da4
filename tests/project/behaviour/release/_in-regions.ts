import type { ReleaseContext } from '../../../../runner/context.ts';
import { reporterIn } from '../../../../runner/regions.ts';
import type { StackOutputs } from '../../../../stack/outputs.ts';

/** The home region first; the others are a wave after it. */
export const regionNames = ['eu-west-1', 'us-east-1', 'ap-southeast-2'] as const;
export type RegionName = (typeof regionNames)[number];

/** A stack in one of its regions. */
export interface InRegion {
  readonly region: RegionName;
  readonly outputs: StackOutputs;
}

/** Tells a context of which region it is; what `pulumi up` makes of several is seen with the real CLI. */
export function contextIn(context: ReleaseContext, { region, outputs }: InRegion): ReleaseContext {
  const { settings } = context;
  const program = { ...settings.program, regions: [...regionNames] };
  return {
    ...context,
    settings: { ...settings, program, region },
    provisionRecord: {
      findUnchanged: () => Promise.resolve({ outputs, since: new Date() }),
      write: () => Promise.resolve(),
    },
  };
}

/** One run of the contexts of several regions, as `openContext` makes it. */
export function inRegions(all: readonly ReleaseContext[]): ReleaseContext {
  const [first] = all;
  if (first === undefined) {
    throw new Error('A run works in one region at least');
  }
  const { reporter, steps, id } = first;
  const place = (context: ReleaseContext): ReleaseContext => {
    const { region } = context.settings;
    return { ...context, id, steps: steps.in(region), reporter: reporterIn(region, reporter) };
  };
  return { ...first, regions: [place(first), ...all.slice(1).map(place)] };
}
