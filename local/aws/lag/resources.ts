import { fromEntries } from '../by-name.ts';
import type { RestApi, Stage } from '../apigateway/state.ts';
import type { AliasState, PolicyStatement } from '../lambda/state.ts';
import type { RegionState } from '../region.ts';
import type { ServedStage } from './view.ts';

/** What hosts learn of on their own, by the name that the lag's settings have for it. */
export interface ResourceValues {
  readonly alias: AliasState;
  readonly stage: ServedStage;
  readonly permission: readonly PolicyStatement[];
}

export type ResourceKind = keyof ResourceValues;

interface Named<Kind extends ResourceKind> {
  readonly kind: Kind;
  /** The function's name or the API's id. */
  readonly owner: string;
  /** The alias's or the stage's name, or the qualifier of a policy. */
  readonly name: string;
}

interface ResourceOf<Kind extends ResourceKind> extends Named<Kind> {
  /** Another one after each write. */
  readonly revision: unknown;
  /** The value as it is now, which does not change any more. */
  readonly read: () => ResourceValues[Kind];
}

export interface ChangeOf<Kind extends ResourceKind> extends Named<Kind> {
  /** Undefined when the resource was deleted. */
  readonly value: ResourceValues[Kind] | undefined;
}

type Resource = { [Kind in ResourceKind]: ResourceOf<Kind> }[ResourceKind];

/** What a write made of a resource. */
export type Change = { [Kind in ResourceKind]: ChangeOf<Kind> }[ResourceKind];

/** Every alias, resource policy and API stage of a region. */
function* resourcesOf({ lambda, apigateway }: RegionState): Generator<Resource> {
  for (const fn of Object.values(lambda.functions)) {
    for (const alias of Object.values(fn.aliases)) {
      const { name, revisionId: revision } = alias;
      yield { kind: 'alias', owner: fn.name, name, revision, read: () => ({ ...alias }) };
    }
    for (const [name, statements] of Object.entries(fn.policies)) {
      const revision = statements;
      yield { kind: 'permission', owner: fn.name, name, revision, read: () => statements };
    }
  }
  for (const api of Object.values(apigateway.restApis)) {
    for (const stage of Object.values(api.stages)) {
      const named = { owner: api.id, name: stage.stageName, revision: stage };
      yield { kind: 'stage', ...named, read: () => servedStage(api, stage) };
    }
  }
}

/** Keeps the stage's deployments, which may be deleted while hosts still serve by them. */
function servedStage(api: RestApi, stage: Stage): ServedStage {
  const ids = [stage.deploymentId, stage.canarySettings?.deploymentId];
  const deployments = ids
    .map((id) => api.deployments[id ?? ''])
    .filter((deployment) => deployment !== undefined);
  return { stage, deployments: fromEntries(deployments.map((made) => [made.id, made])) };
}

/**
 * Finds what was written since it last looked. The operations that write know nothing of it, so none
 * can forget to tell.
 */
export class ChangeFinder {
  readonly #state: RegionState;
  #known = new Map<string, Resource>();

  constructor(state: RegionState) {
    this.#state = state;
  }

  /** The first time it is everything that is there. */
  find(): Change[] {
    const before = this.#known;
    const changes: Change[] = [];
    this.#known = new Map();
    for (const resource of resourcesOf(this.#state)) {
      const key = keyOf(resource);
      this.#known.set(key, resource);
      if (before.get(key)?.revision !== resource.revision) {
        changes.push(changeOf(resource));
      }
    }
    for (const [key, { kind, owner, name }] of before) {
      if (!this.#known.has(key)) {
        changes.push({ kind, owner, name, value: undefined });
      }
    }
    return changes;
  }
}

/** None of the parts can have a space. */
const keyOf = ({ kind, owner, name }: Resource): string => `${kind} ${owner} ${name}`;

function changeOf(resource: Resource): Change {
  const { owner, name } = resource;
  switch (resource.kind) {
    case 'alias':
      return { kind: resource.kind, owner, name, value: resource.read() };
    case 'stage':
      return { kind: resource.kind, owner, name, value: resource.read() };
    case 'permission':
      return { kind: resource.kind, owner, name, value: resource.read() };
  }
}
