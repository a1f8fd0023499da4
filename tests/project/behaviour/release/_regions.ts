import type { ExecutionContext } from 'ava';
import type { Bundle } from '../../../../bundler/bundle.ts';
import { clientsIn } from '../../../../local/tests/_helpers/clients.ts';
import type { Embedded } from '../../../../local/tests/_helpers/embedded.ts';
import type { ReleaseContext } from '../../../../runner/context.ts';
import { contextsByRegion } from '../../../../runner/regions.ts';
import { release } from '../../../../runner/release.ts';
import { rollback } from '../../../../runner/rollback.ts';
import type { TierCommands } from './_context.ts';
import { contextIn, inRegions, regionNames, type RegionName } from './_in-regions.ts';
import { createContext, type ReleaseOptions } from './_release.ts';
import { startMade } from './_made-once.ts';
import { handlerSaying, makeResources, openStack, type TestStack } from './_stack.ts';

/** A stack in several regions of one embedded AWS. */
export interface RegionsStack {
  readonly embedded: TestStack;
  readonly in: Readonly<Record<RegionName, TestStack>>;
}

export async function createRegions(t: ExecutionContext): Promise<RegionsStack> {
  const hasStandby = true;
  const inRegion = ({ url, ...home }: Embedded, region: RegionName): Embedded => ({
    ...home,
    url,
    clients: region === 'eu-west-1' ? home.clients : clientsIn(t, url, region),
  });
  const making = {
    name: 'a stack in several regions',
    make: (template: Embedded) =>
      Promise.all(
        regionNames.map(async (region) => {
          const resources = await makeResources(t, inRegion(template, region), {
            region,
            hasStandby,
          });
          return [region, resources] as const;
        }),
      ),
  };
  const { embedded, made } = await startMade(t, making, { timings: { allocationMs: 50 } });
  const opened = made.map(([region, resources]) => {
    const stack = openStack(inRegion(embedded, region), resources, { region, hasStandby });
    return [region, stack] as const;
  });
  const all = Object.fromEntries(opened) as Record<RegionName, TestStack>;
  return { embedded: all['eu-west-1'], in: all };
}

export interface RegionsOptions extends Omit<ReleaseOptions, 'bundle' | 'tiers'> {
  readonly tiers?: TierCommands;
  readonly skipped?: readonly RegionName[];
  /** Those in which it works; all that are not skipped unless said otherwise. */
  readonly places?: readonly RegionName[];
}

/** The api tier sees the candidate on `prod` itself, so that a region can be red when others serve it already. */
export const testedAfter = { targets: { prod: { apiTier: 'after' } } } as const;

/** What the real workflow is given for several regions, as `openContext` does it. */
export function regionsContext(
  t: ExecutionContext,
  stack: RegionsStack,
  bundle: Bundle,
  { skipped = [], places = regionNames, ...options }: RegionsOptions = {},
): ReleaseContext {
  const names = places.filter((name) => !skipped.includes(name));
  const stop = new AbortController();
  const all = names.map((region): ReleaseContext => {
    const { outputs } = stack.in[region];
    const context = createContext(t, stack.in[region], { ...options, bundle, region, stop });
    return { ...contextIn(context, { region, outputs }), skipped };
  });
  return inRegions(all);
}

/** @param code a greeting of its own, or a bundle that there is. */
export async function releaseAll(
  t: ExecutionContext,
  stack: RegionsStack,
  code: string | Bundle,
  options: RegionsOptions = {},
) {
  const bundle = typeof code === 'string' ? await handlerSaying(t, code) : code;
  return release(regionsContext(t, stack, bundle, options));
}

export async function rollBackAll(
  t: ExecutionContext,
  stack: RegionsStack,
  options: RegionsOptions = {},
) {
  const context = regionsContext(t, stack, await handlerSaying(t, undefined), options);
  const openProgram = () => Promise.reject(new Error('Pulumi cannot be reached'));
  const [first, ...others] = contextsByRegion(context).map((region) => ({
    ...region,
    openProgram,
  }));
  return rollback(
    { ...context, openProgram, regions: [first ?? context, ...others] },
    { target: 'prod' },
  );
}

/** What callers of a target are greeted by, region by region. */
export async function greetings(stack: RegionsStack, target: 'stage' | 'prod' = 'prod') {
  const told = regionNames.map(
    async (region) => (await stack.in[region].ask(target)).split(' ')[1],
  );
  return Promise.all(told);
}
