import { isAt, type AliasState } from '../aws/alias.ts';
import type { Journal } from '../../stack/journal.ts';
import { moveAlias, moveStage, writeJournal } from './move.ts';
import { moveStandby } from './standby.ts';
import type { Writers } from './writers.ts';
import type { Pair } from '../../stack/pair.ts';
import { calledBy, type Target } from './target.ts';
import { untilProvisioned } from './until-provisioned.ts';

/** How a target comes to serve a pair. */
export type Move =
  /** Code alone: the alias moves, in one call. */
  | { readonly by: 'alias' }
  /** The API stage moves, in one call, and calls an alias that is at the version, or has to be before. */
  | { readonly by: 'stage'; readonly calls: AliasState; readonly isReady: boolean };

/** The one move by which a target that serves anything comes to serve just this pair. */
export function planMove(target: Target, goal: Pair): Move {
  const { alias, standby, apiStage } = target;
  const called = calledBy(target);
  const idle = called === alias ? standby : alias;
  if (isAt(called, goal.version)) {
    return { by: 'stage', calls: called, isReady: true };
  }
  const isCodeAlone =
    called === alias && apiStage.deploymentId === goal.deployment && apiStage.canary === undefined;
  return isCodeAlone
    ? { by: 'alias' }
    : { by: 'stage', calls: idle, isReady: isAt(idle, goal.version) };
}

/**
 * Lets a target serve a pair. Code and API definition never mix: when both change, the stage switches
 * in one call to the deployment and to the alias that no request reaches, which is at the version by
 * then; {@link settle} tidies up later. The journal is written before traffic moves, so whoever comes
 * after a crash finds in it what the target served before.
 *
 * @throws {ConflictError} when somebody else moved the target.
 */
export async function serve(
  writers: Writers,
  target: Target,
  pair: Pair,
  journal: Journal | undefined,
): Promise<Target> {
  return untilProvisioned(writers, await move(writers, target, pair, journal));
}

/**
 * As {@link serve}, on the way back. Where the alias has provisioned
 * concurrency, the version that it leaves would go on serving until Lambda has allocated the other one; so the
 * stage calls the standby alias meanwhile, which has none and is there at once, and {@link settle} waits.
 */
export async function serveAgain(
  writers: Writers,
  target: Target,
  pair: Pair,
  journal: Journal | undefined,
): Promise<Target> {
  const moved = await move(writers, target, pair, journal);
  return calledBy(moved).movingFrom === undefined ? moved : callStandby(writers, moved, pair);
}

async function callStandby(writers: Writers, target: Target, pair: Pair): Promise<Target> {
  const ready = await moveStandby(writers, target, pair.version);
  return moveStage(writers, ready, { deploymentId: pair.deployment, alias: ready.standby.name });
}

async function move(
  writers: Writers,
  target: Target,
  pair: Pair,
  journal: Journal | undefined,
): Promise<Target> {
  const plan = planMove(target, pair);
  if (plan.by === 'alias') {
    return moveAlias(writers, target, pair.version, journal);
  }
  const written = await writeJournal(writers, target, journal);
  const ready = plan.isReady
    ? written
    : await pointIdle(writers, written, plan.calls.name, pair.version, journal);
  return moveStage(writers, ready, { deploymentId: pair.deployment, alias: plan.calls.name });
}

/** Points the alias that no request reaches at a version. */
async function pointIdle(
  writers: Writers,
  target: Target,
  idle: string,
  version: string,
  journal: Journal | undefined,
): Promise<Target> {
  return idle === target.standby.name
    ? moveStandby(writers, target, version)
    : untilProvisioned(writers, await moveAlias(writers, target, version, journal));
}
