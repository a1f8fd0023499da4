import type { LiveOutputs } from '../stack/outputs.ts';
import { requireOnAws } from './aws/outputs.ts';
import type { ReleaseContext } from './context.ts';
import { UsageError } from './errors.ts';
import { inEach } from './regions.ts';
import { findBack } from './same-rollback.ts';
import type { Choose, Chosen } from './steps/choose.ts';
import { preflightOnAws, type OnAws } from './steps/preflight.ts';
import { readCodes } from './steps/read-codes.ts';
import { readStack } from './steps/read-stack.ts';
import type { Destination } from './traffic/way-back.ts';
import { requireEverywhere, type NoWay } from './uneven-rollback.ts';

/** One region of the stack. */
export interface Place extends OnAws {
  readonly context: ReleaseContext;
  readonly region: string;
  readonly outputs: LiveOutputs;
}

/** A rollback there, before anything is written. */
export interface Found extends Place, Chosen {}

/**
 * Looks at one region; where it refuses, the others are asked all the same.
 *
 * @param target its name.
 */
export async function openPlace(context: ReleaseContext, target: string): Promise<Place | NoWay> {
  const { steps, settings, clients } = context;
  const { region } = settings;
  const reading = requireOnAws(clients, settings);
  reading.catch(() => undefined);
  const checked = await steps.run(preflightOnAws(context));
  return unlessRefused(region, async () => {
    const outputs = await steps.run(readStack(context, target, reading));
    return { context, region, ...checked, outputs };
  });
}

async function unlessRefused<T>(region: string, work: () => Promise<T>): Promise<T | NoWay> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof UsageError) {
      return { region, refusal: error };
    }
    throw error;
  }
}

/**
 * Chooses what a target goes back to in each region, the same going away in all.
 *
 * @param opened one for each region.
 * @param by the step that does.
 * @throws {UsageError} where it is not possible in all of them, or would not be the same.
 */
export async function chooseEverywhere<P extends Place>(
  { stop, typed }: ReleaseContext,
  opened: readonly (P | NoWay)[],
  { target, ...destination }: Destination & { readonly target: string },
  by: Choose,
): Promise<readonly (P & Chosen)[]> {
  const places = opened.filter((each): each is P => 'context' in each);
  const back = places.length > 1 ? await findBackIn(stop, places, target) : new Set<string>();
  const chosen = await inEach(stop, opened, async (place) => {
    if ('refusal' in place) {
      return place;
    }
    const { context, region, outputs, lock } = place;
    const { interrupted } = lock;
    const where = { ...destination, interrupted, isBack: back.has(region) };
    return unlessRefused(region, async () => ({
      ...place,
      ...(await context.steps.run(by(context, outputs, target, where))),
    }));
  });
  return requireEverywhere(chosen, { target, typed });
}

/** Where AWS may have answered with what a target was, nothing is refused before its answers are true. */
async function findBackIn(
  stop: AbortController,
  places: readonly Place[],
  target: string,
): Promise<ReadonlySet<string>> {
  const compare = () =>
    inEach(stop, places, async ({ context, region, outputs, lock: { interrupted } }) => ({
      ...(await context.steps.run(readCodes(context, outputs, target))),
      region,
      interrupted,
    }));
  try {
    return findBack(await compare());
  } catch (error) {
    const lagging = places.filter(({ context }) => context.writers.propagation.oldReadMs > 0);
    if (!(error instanceof UsageError) || lagging.length === 0) {
      throw error;
    }
    await inEach(stop, lagging, ({ context }) =>
      context.writers.propagation.untilReadsAreTrue(stop.signal),
    );
    return findBack(await compare());
  }
}
