import type { RestApi } from '../../apigateway/state.ts';
import type { Authorization } from './authorization.ts';

interface Kept {
  readonly authorization: Authorization;
  /** Milliseconds since the epoch. */
  readonly until: number;
}

/** Who asks whom: what is said holds for an identity in a stage, as long as the deployment serves. */
export interface Asked {
  readonly api: RestApi;
  readonly stageName: string;
  readonly deploymentId: string;
  readonly authorizerId: string;
  /** What the authorizer is asked by. */
  readonly identity: readonly string[];
}

/** Of one stage; more than this are forgotten together. */
const maxKept = 10_000;

/** By API, then by stage, then by all else that {@link Asked} has. */
const caches = new WeakMap<RestApi, Map<string, Map<string, Kept>>>();

/** What an authorizer said of the same identity, as long as it holds. */
export function recall(asked: Asked, now: number): Authorization | undefined {
  const kept = caches.get(asked.api)?.get(asked.stageName)?.get(keyOf(asked));
  return kept !== undefined && now < kept.until ? kept.authorization : undefined;
}

/** Keeps what an authorizer said, for all methods that it decides over. */
export function remember(asked: Asked, kept: Kept): void {
  const ofApi = caches.get(asked.api) ?? new Map<string, Map<string, Kept>>();
  caches.set(asked.api, ofApi);
  const ofStage = ofApi.get(asked.stageName) ?? new Map<string, Kept>();
  ofApi.set(asked.stageName, ofStage);
  if (ofStage.size >= maxKept) {
    ofStage.clear();
  }
  ofStage.set(keyOf(asked), kept);
}

/** Forgets what authorizers said in a stage. */
export function forgetAuthorizations(api: RestApi, stageName: string): void {
  caches.get(api)?.delete(stageName);
}

function keyOf({ deploymentId, authorizerId, identity }: Asked): string {
  return JSON.stringify([deploymentId, authorizerId, ...identity]);
}
