import { canaryOf, type Share, type Target } from '../traffic/target.ts';

/** One target of `npm run status -- --json`. */
export interface TargetStatus {
  readonly name: string;
  readonly alias: string;
  readonly version: string;
  /** Share of requests (0 to 1) by additional version. */
  readonly weights: Readonly<Record<string, number>>;
  readonly apiStage: string;
  readonly deploymentId: string;
  /** What the canary of the API stage serves, and to how many percent of the requests. */
  readonly canary?: Share;
  readonly url: string;
}

export function describeTarget(target: Target): TargetStatus {
  const { name, alias, apiStage, url } = target;
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
  };
}
