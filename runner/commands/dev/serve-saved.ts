import type { LambdaClient } from '@aws-sdk/client-lambda';
import { waitUntilSettled, type Code } from '../../aws/function.ts';
import { publishChange, readCodeChange } from '../../aws/code-change.ts';
import type { Clients } from '../../aws/clients.ts';
import type { LiveOutputs } from '../../../stack/outputs.ts';
import { readLockState } from '../../lock/lock-state.ts';
import { isSamePair, type Pair } from '../../../stack/pair.ts';
import { serve } from '../../traffic/serve.ts';
import { journalOf, lastJournal, pairOf, readTarget, type Target } from '../../traffic/target.ts';
import type { Writers } from '../../traffic/writers.ts';
import { deployDefinition, type DevelopedApi } from './api-deployments.ts';

/** A target on which what is saved is served, and all that is needed for it. */
export interface DevelopedTarget {
  readonly clients: Clients;
  readonly writers: Writers;
  readonly outputs: LiveOutputs;
  /** Name of the target. */
  readonly name: string;
  /** What Pulumi gave the API last; undefined where that is not known: the API stays as it is then. */
  readonly provisioned: () => string | undefined;
}

/** What was saved: code, an API definition, or both. */
export interface Saved {
  readonly code: Code;
  /** The API definition as JSON; undefined where it stays. */
  readonly definition: string | undefined;
}

/** What came of it. */
export type ServedSaved =
  | {
      readonly kind: 'served';
      readonly pair: Pair;
      readonly url: string;
      readonly isMoved: boolean;
    }
  /** A release has the target, or one that was killed left it half way. */
  | { readonly kind: 'held'; readonly by: string; readonly isRunning: boolean };

/**
 * Lets a target serve what was saved, without any gate: as a person does who moves it by hand. The journal stays as the
 * last release wrote it, so the pair is nobody's good one, and the next release gates it as any other (invariants 2
 * and 4). Every write is conditional on what was read.
 *
 * @throws {ConflictError} when somebody else moved the target, or changed the function, meanwhile.
 */
export async function serveSaved(
  { clients, writers, outputs, name, ...of }: DevelopedTarget,
  { code, definition }: Saved,
  signal: AbortSignal,
): Promise<ServedSaved> {
  const { lambda, apiGateway } = clients;
  const [target, held] = await Promise.all([
    readTarget(clients, outputs, name),
    findHolder(lambda, outputs.functionName, signal),
  ]);
  const holder = held ?? holderOf(target);
  if (holder !== undefined) {
    return holder;
  }
  const { restApiId, deploymentId } = target.apiStage;
  const provisioned = definition === undefined ? undefined : of.provisioned();
  const api: DevelopedApi | undefined =
    provisioned === undefined ? undefined : { apiGateway, restApiId, provisioned };
  const [version, deployment] = await Promise.all([
    publish(lambda, outputs.functionName, target, code, signal),
    definition === undefined || api === undefined
      ? deploymentId
      : deployDefinition(api, definition, deploymentId),
  ]);
  const pair = { version, deployment };
  const isMoved = !isSamePair(pairOf(target), pair);
  if (isMoved) {
    await serve(writers, target, pair, lastJournal(target));
  }
  return { kind: 'served', pair, url: target.url, isMoved };
}

async function publish(
  lambda: LambdaClient,
  functionName: string,
  target: Target,
  code: Code,
  signal: AbortSignal,
): Promise<string> {
  const served = [target.alias.version, target.standby.version];
  const latest = waitUntilSettled(lambda, functionName, '$LATEST', signal);
  const change = await readCodeChange(lambda, functionName, latest, served, code);
  const description = `npm run dev sha256 ${code.codeSha256}`;
  return publishChange(lambda, change, code, description, signal);
}

async function findHolder(
  lambda: LambdaClient,
  functionName: string,
  signal: AbortSignal,
): Promise<ServedSaved | undefined> {
  const lock = await readLockState(lambda, functionName, signal);
  return lock.kind === 'free'
    ? undefined
    : { kind: 'held', by: lock.release, isRunning: lock.kind === 'running' };
}

function holderOf(target: Target): ServedSaved | undefined {
  const journal = journalOf(target);
  return journal?.state === 'trial'
    ? { kind: 'held', by: journal.release, isRunning: false }
    : undefined;
}
