import type { LagSettings } from '../../../../local/lag-settings.ts';
import { isFullForm } from '../../_helpers/matrix.ts';

/** Seconds; `LAGS=0.5,2` chooses others. */
export const lags = process.env.LAGS?.split(',').map(Number) ?? [0, 0.5, 2, 5];

/**
 * The lags under which one part of a matrix runs, in seconds: all in the full form, one in the quick one.
 *
 * @param part its index: each part has another one in the quick form.
 */
export function lagsToRun(part: number): readonly number[] {
  return isFullForm ? lags : lags.filter((_, index) => index === part % lags.length);
}

/** How an embedded AWS lags whose slowest host takes so many seconds, about. */
export function lagOf(seconds: number): Partial<LagSettings> {
  return seconds === 0
    ? {}
    : { alias: seconds, stage: seconds * 1.5, read: seconds / 2, hosts: 4, seed: 20261125 };
}

/** For the title of a test. */
export function whenLagging(seconds: number): string {
  return seconds === 0 ? '' : `, while hosts lag by ${String(seconds)} s`;
}
