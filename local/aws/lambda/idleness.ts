import type { Region } from '../region.ts';
import { provisionedFor } from './allocation.ts';
import type { FunctionState, VersionState } from './state.ts';

/** When versions were last called, in milliseconds since the epoch. */
const usedAt = new WeakMap<VersionState, number>();
/** When versions that a call woke are awake, in milliseconds since the epoch. */
const awakeAt = new WeakMap<VersionState, number>();

/** Notes that a version is being called. */
export function noteUse(region: Region, version: VersionState): void {
  usedAt.set(version, region.now());
}

/** Whether a version that was `Inactive` is `Pending`, since a call woke it. */
export function isWaking(region: Region, version: VersionState): boolean {
  return region.now() < (awakeAt.get(version) ?? 0);
}

/**
 * Whether a version is `Inactive`: nobody has called it for so long that Lambda has given up what it
 * runs on (AWS, "Lambda function states").
 */
export function isIdle(region: Region, fn: FunctionState, version: VersionState): boolean {
  const { idleMs } = region.timings;
  if (idleMs === undefined || provisionedFor(region, fn, version.version) > 0) {
    return false;
  }
  const since = Math.max(version.settlesAt, usedAt.get(version) ?? 0, awakeAt.get(version) ?? 0);
  return region.now() >= since + idleMs;
}

/** A call to a version that is `Inactive` fails, and makes it `Pending` until it can be called. */
export function wake(region: Region, version: VersionState): void {
  awakeAt.set(version, region.now() + region.timings.pendingMs);
}
