import type { ServingResult, TargetResult } from '../report/results/parts.ts';
import {
  calledBy,
  canaryOf,
  isStandbyOpen,
  pairOf,
  sharesOf,
  type Target,
} from '../traffic/target.ts';

/** Which target it is, and where, of a stack in several regions. */
export function placeOf({ name, region }: Target): { target: string; region?: string } {
  return { target: name, ...(region !== undefined && { region }) };
}

/** A target as `--json` shows it. */
export function describeTarget(target: Target): TargetResult {
  const { name, region, alias, apiStage, url, standbyStage } = target;
  const canary = canaryOf(target);
  return {
    name,
    ...(region !== undefined && { region }),
    alias: alias.name,
    version: pairOf(target).version,
    weights: calledBy(target).weights,
    apiStage: apiStage.name,
    deploymentId: apiStage.deploymentId,
    ...(canary && { canary }),
    url,
    ...(standbyStage && {
      standbyStage: {
        apiStage: standbyStage.name,
        deploymentId: standbyStage.deploymentId,
        isOpen: isStandbyOpen(target),
        url: standbyStage.url,
      },
    }),
  };
}

/** What the callers of a target meet, as `--json` tells it after a failure. */
export function describeServing(target: Target): ServingResult {
  const shares = sharesOf(target).map(({ pair, percent }) => ({ ...pair, percent }));
  return { ...placeOf(target), ...pairOf(target), shares };
}
