import { byName, type ByName } from '../by-name.ts';
import type { Region } from '../region.ts';
import { findVersion } from './lookup.ts';
import { runtimeTarget } from './runtime-target.ts';
import type { AliasState, FunctionState, ProvisionedConcurrency } from './state.ts';

/** Configurations whose processes are being started. */
const underway = new WeakSet<ProvisionedConcurrency>();

/** How far an allocation is: it takes its time, and then what loading the code came to. */
export function allocationStatus(
  region: Region,
  fn: FunctionState,
  qualifier: string,
  config: ProvisionedConcurrency,
): 'IN_PROGRESS' | 'READY' | 'FAILED' {
  if (config.outcome === undefined) {
    allocate(region, fn, qualifier, config);
  }
  const elapsed = region.now() >= config.changedAt + region.timings.allocationMs;
  return elapsed && config.outcome !== undefined ? config.outcome : 'IN_PROGRESS';
}

/**
 * Starts the processes of an allocation, unless that is under way, and keeps what it came to. Done
 * again after a restart that came in between.
 */
export function allocate(
  region: Region,
  fn: FunctionState,
  qualifier: string,
  config: ProvisionedConcurrency,
): void {
  const version = findVersion(fn, fn.aliases[qualifier]?.functionVersion ?? qualifier);
  if (version === undefined || underway.has(config)) {
    return;
  }
  underway.add(config);
  const provisioned = provisionedFor(region, fn, version.version);
  void region.runtime
    .provision(runtimeTarget(region, fn, version, provisioned))
    .then(async (loaded) => {
      if (loaded !== undefined) {
        config.outcome = loaded ? 'READY' : 'FAILED';
        await region.save();
      }
    })
    .finally(() => underway.delete(config));
}

/**
 * Begins the move of an alias's provisioned concurrency to the version it points at from now on. The
 * version that has it goes on serving the alias until the other one is allocated.
 */
export function moveAllocation(
  region: Region,
  fn: FunctionState,
  alias: AliasState,
  target: string,
): void {
  const config = fn.provisionedConcurrency[alias.name];
  if (config === undefined || target === alias.functionVersion) {
    return;
  }
  const serving = Object.keys(servingWeights(region, fn, alias))[0] ?? alias.functionVersion;
  fn.provisionedConcurrency[alias.name] = {
    requested: config.requested,
    changedAt: region.now(),
    ...(serving !== target && { movingFrom: serving }),
  };
}

/** The weights by which an alias serves: all to the former version while its allocation moves. */
export function servingWeights(
  region: Region,
  fn: FunctionState,
  alias: AliasState,
): ByName<number> {
  const config = fn.provisionedConcurrency[alias.name];
  if (config?.movingFrom === undefined) {
    return alias.weights;
  }
  return allocationStatus(region, fn, alias.name, config) === 'READY'
    ? alias.weights
    : byName({ [config.movingFrom]: 1 });
}

/** How much of a version's concurrency is provisioned, for itself or for aliases. */
export function provisionedFor(region: Region, fn: FunctionState, version: string): number {
  let sum = 0;
  for (const [qualifier, config] of Object.entries(fn.provisionedConcurrency)) {
    const status = allocationStatus(region, fn, qualifier, config);
    const target = fn.aliases[qualifier]?.functionVersion ?? qualifier;
    const holds =
      (target === version && status !== 'FAILED') ||
      (config.movingFrom === version && status !== 'READY');
    sum += holds ? config.requested : 0;
  }
  return sum;
}

/** Whether an alias leads to a version, now or by its weights. */
export function pointsAt(
  region: Region,
  fn: FunctionState,
  alias: AliasState,
  version: string,
): boolean {
  return (
    alias.functionVersion === version || servingWeights(region, fn, alias)[version] !== undefined
  );
}
