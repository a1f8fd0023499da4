import { setTimeout as delay } from 'node:timers/promises';
import { findAlias, type AliasState } from '../aws/alias.ts';
import {
  findProvisionedConcurrency,
  type ProvisionedConcurrency,
} from '../aws/provisioned-concurrency.ts';
import { GateError } from '../errors.ts';
import { advise, npmRun } from '../report/next.ts';
import type { Target } from './target.ts';
import { movedBySomebodyElse, type Writers } from './writers.ts';

/** Between polls; the last one repeats. Lambda's control plane answers 15 calls a second to a whole account. */
const pollsMs = [100, 500, 1000];

/**
 * How long an allocation may take: three times what Lambda says of itself, two minutes to prepare and a
 * minute for each 6000 environments
 * (https://docs.aws.amazon.com/lambda/latest/dg/provisioned-concurrency.html).
 *
 * @param amount of environments.
 * @returns milliseconds.
 */
export function allocationBoundMs(amount: number): number {
  return 3 * 60_000 * (2 + Math.ceil(amount / 6000));
}

/**
 * Waits until Lambda has moved the provisioned concurrency of a target's alias to the version that the alias
 * points at; until then the version before serves all its requests (trap D27).
 *
 * @returns the target as it is then; as it was given, where nothing is on the move.
 * @throws {GateError} when Lambda cannot allocate it, or not in time.
 * @throws {ConflictError} when somebody else moved the alias meanwhile.
 */
export async function untilProvisioned(writers: Writers, target: Target): Promise<Target> {
  const { lambda, propagation, signal } = writers;
  const { alias } = target;
  if (alias.movingFrom === undefined) {
    return target;
  }
  await untilAllocated(writers, alias);
  for (let poll = 0; ; poll += 1) {
    const now = await findAlias(lambda, alias.functionName, alias.name);
    if (now?.version !== alias.version || now.description !== alias.description) {
      throw movedBySomebodyElse(target);
    }
    if (now.movingFrom === undefined) {
      propagation.noteAlias(alias.name);
      return { ...target, alias: now };
    }
    if (poll === pollsMs.length * 10) {
      throw notAllocated(alias, 'is ready, and the alias does not show it');
    }
    await delay(pollsMs[Math.min(poll, pollsMs.length - 1)], undefined, { signal });
  }
}

/**
 * Waits until Lambda has allocated what an alias is to have, if it is to have any.
 *
 * @throws {GateError} when it cannot, or not in time.
 */
export async function untilAllocated(
  { lambda, signal }: Pick<Writers, 'lambda' | 'signal'>,
  alias: AliasState,
): Promise<void> {
  const begun = performance.now();
  for (let poll = 0; ; poll += 1) {
    const config = await findProvisionedConcurrency(lambda, alias.functionName, alias.name);
    if (config === undefined || config.status === 'READY') {
      return;
    }
    verifyAllocating(alias, config, performance.now() - begun);
    await delay(pollsMs[Math.min(poll, pollsMs.length - 1)], undefined, { signal });
  }
}

function verifyAllocating(
  alias: AliasState,
  { status, reason, requested }: ProvisionedConcurrency,
  elapsedMs: number,
): void {
  if (status === 'FAILED') {
    throw notAllocated(alias, `cannot be allocated: ${reason ?? 'Lambda gives no reason'}`);
  }
  const boundMs = allocationBoundMs(requested);
  if (elapsedMs > boundMs) {
    throw notAllocated(alias, `is not allocated after ${String(boundMs / 60_000)} minutes`);
  }
}

function notAllocated({ name, version }: AliasState, problem: string): GateError {
  return new GateError(
    `The provisioned concurrency of alias ${name} for version ${version} ${problem}`,
    advise(npmRun('release'), "look whether the handler's module loads, mend it, then"),
    { resource: `alias ${name}` },
  );
}
