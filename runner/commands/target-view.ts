import type { ServingResult, TargetResult } from '../report/results/parts.ts';
import type { TargetSeen } from '../report/seen.ts';
import { isSamePair } from '../traffic/pair.ts';
import {
  calledBy,
  canaryOf,
  goodPairs,
  isStandbyOpen,
  pairOf,
  sharesOf,
  type Target,
} from '../traffic/target.ts';

/** A target as `--json` shows it. */
export function describeTarget(target: Target): TargetResult {
  const { name, alias, apiStage, url, standbyStage } = target;
  const canary = canaryOf(target);
  return {
    name,
    alias: alias.name,
    version: alias.version,
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

/** A target as the report shows it. */
export function seeTarget(target: Target): TargetSeen {
  const called = calledBy(target);
  const idle = called === target.alias ? target.standby : target.alias;
  const served = pairOf(target);
  const before = goodPairs(target).find((pair) => !isSamePair(pair, served));
  return {
    name: target.name,
    url: target.url,
    restApiId: target.apiStage.restApiId,
    apiStage: target.apiStage.name,
    alias: called.name,
    serves: served,
    shares: sharesOf(target).map(({ pair, percent }) => ({ ...pair, percent })),
    standby: { alias: idle.name, version: idle.version },
    ...(before && { before }),
  };
}
