import { servedVersion } from '../aws/alias.ts';
import type { ServingResult, TargetResult } from '../report/results/parts.ts';
import { canaryOf, isStandbyOpen, pairOf, sharesOf, type Target } from '../traffic/target.ts';

/** A target as `--json` shows it. */
export function describeTarget(target: Target): TargetResult {
  const { name, alias, apiStage, url, standbyStage } = target;
  const canary = canaryOf(target);
  return {
    name,
    alias: alias.name,
    version: servedVersion(alias),
    weights: alias.weights,
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
  return { target: target.name, ...pairOf(target), shares };
}
