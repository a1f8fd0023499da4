import type { Deployment, RestApi, Stage } from '../apigateway/state.ts';
import type { ByName } from '../by-name.ts';
import type { AliasState, FunctionState, PolicyStatement } from '../lambda/state.ts';

/** A stage with the deployments that it can serve. */
export interface ServedStage {
  readonly stage: Stage;
  /** By id; those that the stage names are among them, if they are there. */
  readonly deployments: ByName<Deployment>;
}

/** What one part of AWS knows of what changes while requests are served: maybe not the latest. */
export interface View {
  alias(fn: FunctionState, name: string): AliasState | undefined;
  aliases(fn: FunctionState): readonly AliasState[];
  /** The resource policy of a qualifier; `$LATEST` for the bare function. */
  permissions(fn: FunctionState, qualifier: string): readonly PolicyStatement[];
  stage(api: RestApi, name: string): ServedStage | undefined;
  stages(api: RestApi): readonly Stage[];
}

/** Everything as it is now. */
export const present: View = {
  alias: (fn, name) => fn.aliases[name],
  aliases: (fn) => Object.values(fn.aliases),
  permissions: (fn, qualifier) => fn.policies[qualifier] ?? [],
  stage: (api, name) => {
    const stage = api.stages[name];
    return stage && { stage, deployments: api.deployments };
  },
  stages: (api) => Object.values(api.stages),
};
