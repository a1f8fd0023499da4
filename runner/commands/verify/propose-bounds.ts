import type { Bounds } from '../../traffic/propagation.ts';
import type { Kind, SpreadOf } from './measuring.ts';

/** What is measured in minutes is a part of what there is: bounds are that much longer than the worst. */
export const factor = 2;

/** Which changes a bound of the settings is about. */
const kindsOf: Readonly<Record<keyof Bounds, readonly Kind[]>> = {
  alias: ['alias', 'alias by Invoke', 'weights'],
  stage: ['stage', 'canary'],
  read: ['GetAlias', 'GetStage'],
};

/** The least and the most that the settings should have. */
const least = 1;
const most: Bounds = { alias: 300, stage: 300, read: 60 };

/** The longest that was measured of what each bound is about, in seconds. */
export function worstOf(spreads: readonly SpreadOf[]): Bounds {
  const worst = (name: keyof Bounds) =>
    Math.max(
      0,
      ...spreads
        .filter(({ kind }) => kindsOf[name].includes(kind))
        .map(({ spread }) => spread.worst),
    );
  return { alias: worst('alias'), stage: worst('stage'), read: worst('read') };
}

/** What `release.propagation` is to be set to: {@link factor} times the worst, in whole seconds. */
export function proposeBounds(worst: Bounds): Bounds {
  const propose = (name: keyof Bounds) =>
    Math.min(most[name], Math.max(least, Math.ceil(worst[name] * factor)));
  return { alias: propose('alias'), stage: propose('stage'), read: propose('read') };
}

/** Which of the bounds that are set were shorter than what was measured. */
export function tooShort(set: Bounds, worst: Bounds): readonly (keyof Bounds)[] {
  return (['alias', 'stage', 'read'] as const).filter((name) => worst[name] > set[name]);
}
