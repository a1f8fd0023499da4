import { wavesOf } from '../stack/regions.ts';
import { isInSeveralRegions, type Settings } from '../stack/stack-file.ts';
import type { ReleaseContext } from './context.ts';
import type { ReleaseEvent, Reporter } from './report/events.ts';
import { nextIn, type Next } from './report/next.ts';
import { sideBySide, stepIn } from './steps.ts';

/** The contexts of the regions in which a run works, in the order of the settings. */
export function contextsByRegion(
  context: ReleaseContext,
): readonly [ReleaseContext, ...ReleaseContext[]] {
  return context.regions ?? [context];
}

/**
 * Does something in each of several regions at the same time. Where it fails in one, it is stopped in the
 * others, and waited for.
 *
 * @param places one for each region.
 * @returns what came of it, in their order.
 * @throws {Error} what the first of them threw.
 */
export async function inEach<P, R>(
  stop: AbortController,
  places: readonly P[],
  work: (place: P) => Promise<R>,
): Promise<R[]> {
  return sideBySide<R[]>(stop, ...places.map((place) => work(place)));
}

/**
 * The same of what is not to stop anywhere because of another region.
 *
 * @throws {Error} what one of them threw, when all have ended.
 */
export async function inEachToTheEnd<P>(
  places: readonly P[],
  work: (place: P) => Promise<void>,
): Promise<void> {
  const ends = await Promise.allSettled(places.map((place) => work(place)));
  for (const end of ends) {
    if (end.status === 'rejected') {
      throw end.reason;
    }
  }
}

/**
 * The regions as a target is promoted in them: each wave side by side, when the one before it is done.
 * The first target, which no caller is served by, goes everywhere at once.
 *
 * @param places one for each region in which the run works.
 * @param index of the target, in the order of the settings.
 */
export function inWaves<P extends { readonly context: Pick<ReleaseContext, 'settings'> }>(
  places: readonly P[],
  { program, homeRegion }: Pick<Settings, 'program' | 'homeRegion'>,
  index: number,
): readonly (readonly P[])[] {
  return index === 0
    ? [places]
    : wavesOf(program, homeRegion)
        .map((wave) => places.filter(({ context }) => wave.includes(context.settings.region)))
        .filter((wave) => wave.length > 0);
}

/** What a person is told to do in the region of a context, which is named where the stack is in several. */
export function nextHere(settings: Settings, next: Next): Next {
  return isInSeveralRegions(settings) ? nextIn(settings.region, next) : next;
}

/** Tells in which region a step is whose event it reports. */
export function reporterIn(region: string, reporter: Reporter): Reporter {
  return {
    report(event) {
      reporter.report(inRegion(region, event));
    },
    close() {
      reporter.close();
    },
  };
}

function inRegion(region: string, event: ReleaseEvent): ReleaseEvent {
  switch (event.kind) {
    case 'candidate':
      return { ...event, region };
    case 'judged':
      return { ...event, step: stepIn(region, event.step), region };
    case 'test':
    case 'tier':
    case 'output':
    case 'advance':
      return { ...event, step: stepIn(region, event.step) };
    case 'note':
      return { ...event, text: `${region}: ${event.text.trimStart()}` };
    case 'wait':
      return { ...event, what: `${event.what} (${region})` };
    default:
      return event;
  }
}
