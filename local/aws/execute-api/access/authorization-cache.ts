import type { Authorizer } from '../../apigateway/state.ts';
import type { Authorization } from './authorization.ts';

interface Kept {
  readonly authorization: Authorization;
  /** Milliseconds since the epoch. */
  readonly until: number;
}

/** Of one authorizer and stage; more than this are forgotten together. */
const maxKept = 10_000;

/** By authorizer as it is deployed, then by stage, then by the identity. */
const caches = new WeakMap<Authorizer, Map<string, Map<string, Kept>>>();

/** What an authorizer said of the same identity in this stage, as long as it holds. */
export function recall(
  authorizer: Authorizer,
  stageName: string,
  identity: string,
  now: number,
): Authorization | undefined {
  const kept = caches.get(authorizer)?.get(stageName)?.get(identity);
  return kept !== undefined && now < kept.until ? kept.authorization : undefined;
}

/** Keeps what an authorizer said, for all methods that it decides over. */
export function remember(
  authorizer: Authorizer,
  stageName: string,
  identity: string,
  kept: Kept,
): void {
  const ofAuthorizer = caches.get(authorizer) ?? new Map<string, Map<string, Kept>>();
  caches.set(authorizer, ofAuthorizer);
  const ofStage = ofAuthorizer.get(stageName) ?? new Map<string, Kept>();
  ofAuthorizer.set(stageName, ofStage);
  if (ofStage.size >= maxKept) {
    ofStage.clear();
  }
  ofStage.set(identity, kept);
}

/** Forgets what an authorizer said in a stage. */
export function forgetAuthorizations(authorizer: Authorizer, stageName: string): void {
  caches.get(authorizer)?.delete(stageName);
}
