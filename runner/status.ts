import type { Target } from './target.ts';

/** One target of `npm run status -- --json`. */
export interface TargetStatus {
  readonly name: string;
  readonly alias: string;
  readonly version: string;
  /** Share of requests (0 to 1) by additional version. */
  readonly weights: Readonly<Record<string, number>>;
  readonly apiStage: string;
  readonly deploymentId: string;
  readonly url: string;
}

export function describeTarget({ name, alias, apiStage, url }: Target): TargetStatus {
  return {
    name,
    alias: alias.name,
    version: alias.version,
    weights: alias.weights,
    apiStage: apiStage.name,
    deploymentId: apiStage.deploymentId,
    url,
  };
}
