import { setTimeout as delay } from 'node:timers/promises';
import type { LambdaClient } from '@aws-sdk/client-lambda';
import { releaseLockAlias } from '../../stack/names.ts';
import { createAlias, findAlias, updateAlias, type AliasState } from '../aws/alias.ts';
import { isPreconditionFailure, translateError } from '../aws/aws-errors.ts';
import { LockedError } from '../errors.ts';
import { advise, npmRun } from '../report/next.ts';
import { formatHolder, isDeadHere, parseHolder, thisProcess } from './lock-holder.ts';

/**
 * Only one release at a time may write. The lock is an alias that serves nobody, `RELEASE`: its
 * description names the holder, and every change of it is conditional on its revision, so that it
 * needs no clock and no store of its own. The holder changes it every few seconds; one that does
 * not change it for three beats was killed, and is taken over. So the lock is leased until shortly
 * before that: a beat that fails is tried again, and a holder stops when none came through by then.
 */
const beatMs = 5_000;
const beatsUntilDead = 3;
const pollMs = 500;
/** What is under way when the lease ends has this long to end, too. */
const marginMs = 3_000;
const leaseMs = beatsUntilDead * beatMs - marginMs;
/** How often the holder looks whether a beat is due. */
const lookMs = 1_000;
/** Of a beat, with all its attempts; the next one may get a better connection. */
const beatTimeoutMs = 4_000;

/** How old an answer of AWS may be, and how to wait for one that is not. */
export interface Reads {
  readonly oldReadMs: number;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly sleep: (ms: number, signal?: AbortSignal) => Promise<unknown>;
}

const alwaysTrue: Reads = {
  oldReadMs: 0,
  now: Date.now,
  sleep: (ms, signal) => delay(ms, undefined, { signal }),
};

/** The lock as it was found: free, or left by a release that was killed. */
export interface FreeLock {
  readonly functionName: string;
  /** Undefined before a function's first release. */
  readonly alias: AliasState | undefined;
  /** Id of the release that was killed while it held the lock. */
  readonly interrupted: string | undefined;
}

export interface ReleaseLock {
  /** True once somebody took the lock away: this release may not write any more. */
  isLost(): boolean;
  /**
   * Makes sure that it is still held, also when it could not be renewed in time.
   *
   * @throws {LockedError} when somebody took it away meanwhile.
   */
  hold(): Promise<void>;
  /** Gives the lock back. It does not throw: a lock that stays behind is found dead. */
  release(): Promise<void>;
}

/**
 * Finds out whether a release is running, without changing anything. Where it cannot be told at
 * once, it waits for three beats at most, and before until no answer is older than this call: an old
 * one may say that the lock is held still, or by an earlier beat.
 *
 * @throws {LockedError} when another release is running.
 */
export async function findFreeLock(
  lambda: LambdaClient,
  functionName: string,
  signal: AbortSignal,
  reads = alwaysTrue,
): Promise<FreeLock> {
  const alias = await readUnlessHeld(lambda, functionName, signal, reads);
  const holder = parseHolder(alias?.description);
  const deadline = Date.now() + beatsUntilDead * beatMs;
  while (holder !== undefined && !isDeadHere(holder) && Date.now() < deadline) {
    await delay(pollMs, undefined, { signal });
    const now = await findAlias(lambda, functionName, releaseLockAlias);
    if (now?.revisionId !== alias?.revisionId) {
      throw alreadyReleasing(functionName, holder.release);
    }
  }
  return { functionName, alias, interrupted: holder?.release };
}

/** Reads the lock, again and again while it is held, until the answer is true. */
async function readUnlessHeld(
  lambda: LambdaClient,
  functionName: string,
  signal: AbortSignal,
  { oldReadMs, now, sleep }: Reads,
): Promise<AliasState | undefined> {
  const trueFrom = now() + oldReadMs;
  for (;;) {
    const isTrue = now() >= trueFrom;
    const alias = await findAlias(lambda, functionName, releaseLockAlias);
    const holder = parseHolder(alias?.description);
    if (isTrue || holder === undefined || isDeadHere(holder)) {
      return alias;
    }
    await sleep(pollMs, signal);
  }
}

/**
 * Takes the lock.
 *
 * @param release id of the release that will hold it.
 * @param stop aborted with the reason when somebody takes the lock away.
 * @param found as {@link findFreeLock} found it a while ago; the lock is looked for again where that was changed.
 * @throws {LockedError} when another release was faster.
 */
export async function acquireLock(
  lambda: LambdaClient,
  functionName: string,
  release: string,
  stop: AbortController,
  {
    reads = alwaysTrue,
    found,
  }: { readonly reads?: Reads; readonly found?: FreeLock | undefined } = {},
): Promise<ReleaseLock> {
  const change = { version: '$LATEST', description: describe(release, 0) };
  const begunAt = Date.now();
  const known = found?.alias && (await takeIfUnchanged(lambda, found.alias, change));
  if (known !== undefined) {
    return keepBeating(lambda, known, release, { takenAt: begunAt, stop });
  }
  const { alias } = await findFreeLock(lambda, functionName, stop.signal, reads);
  const takenAt = Date.now();
  const held =
    alias === undefined
      ? await createOrFind(lambda, functionName, change)
      : await takeOver(lambda, alias, change, { signal: stop.signal, reads });
  return keepBeating(lambda, held, release, { takenAt, stop });
}

/** @returns undefined where the lock was changed since it was found. */
async function takeIfUnchanged(
  lambda: LambdaClient,
  found: AliasState,
  change: LockChange,
): Promise<AliasState | undefined> {
  return updateAlias(lambda, found, change).catch((error: unknown) => {
    if (isPreconditionFailure(error)) {
      return undefined;
    }
    throw error;
  });
}

/** Takes a lock that was found free; one that was changed since then is looked at again. */
async function takeOver(
  lambda: LambdaClient,
  found: AliasState,
  change: LockChange,
  { signal, reads }: { readonly signal: AbortSignal; readonly reads: Reads },
): Promise<AliasState> {
  const { functionName } = found;
  // What was found may have been an old answer as long as this.
  const trueFrom = reads.now() + reads.oldReadMs;
  for (let free = found; ;) {
    try {
      return await updateAlias(lambda, free, change);
    } catch (error) {
      if (!isPreconditionFailure(error)) {
        throw error;
      }
      if (reads.now() >= trueFrom) {
        const now = await findAlias(lambda, functionName, releaseLockAlias);
        throw alreadyReleasing(functionName, parseHolder(now?.description)?.release);
      }
      free = await findFreeAgain(lambda, free, { signal, reads, trueFrom });
    }
  }
}

/**
 * What refused a write may not be seen yet, nor that who held the lock meanwhile gave it back, or was killed.
 *
 * @param trueFrom when the lock as it is then is seen.
 */
async function findFreeAgain(
  lambda: LambdaClient,
  { functionName, revisionId }: AliasState,
  {
    signal,
    reads,
    trueFrom,
  }: { readonly signal: AbortSignal; readonly reads: Reads; readonly trueFrom: number },
): Promise<AliasState> {
  while (reads.now() < trueFrom) {
    const now = await findAlias(lambda, functionName, releaseLockAlias);
    const holder = parseHolder(now?.description);
    const isFree = holder === undefined || isDeadHere(holder);
    if (now !== undefined && now.revisionId !== revisionId && isFree) {
      return now;
    }
    await reads.sleep(pollMs, signal);
  }
  const { alias } = await findFreeLock(lambda, functionName, signal, reads);
  if (alias === undefined) {
    throw alreadyReleasing(functionName);
  }
  return alias;
}

interface LockChange {
  readonly version: string;
  readonly description: string;
}

async function createOrFind(
  lambda: LambdaClient,
  functionName: string,
  change: LockChange,
): Promise<AliasState> {
  const held =
    (await createAlias(lambda, functionName, releaseLockAlias, change)) ??
    (await findAlias(lambda, functionName, releaseLockAlias));
  // It may exist by an earlier attempt of the same call, whose answer was lost.
  if (held?.description !== change.description) {
    throw alreadyReleasing(functionName, parseHolder(held?.description)?.release);
  }
  return held;
}

function keepBeating(
  lambda: LambdaClient,
  taken: AliasState,
  release: string,
  { takenAt, stop }: { readonly takenAt: number; readonly stop: AbortController },
): ReleaseLock {
  const { functionName } = taken;
  let held = taken;
  let beat = 0;
  let renewedAt = takenAt;
  let problem: unknown;
  let isLost = false;
  let isWriting = false;
  let last: Promise<unknown> = Promise.resolve();

  const write = async (description: string) => {
    const change = { version: '$LATEST', description };
    const signal = AbortSignal.timeout(beatTimeoutMs);
    const sentAt = Date.now();
    held = await updateAlias(lambda, held, change, signal).catch(async (error: unknown) => {
      const now = isPreconditionFailure(error)
        ? await findAlias(lambda, functionName, releaseLockAlias)
        : undefined;
      // An earlier beat may have been written although its answer never came.
      if (now !== undefined && isOurs(now, release)) {
        return updateAlias(lambda, now, change, signal);
      }
      throw signal.aborted ? neverAnswered() : error;
    });
    renewedAt = sentAt;
  };
  const inTurn = (description: () => string) => {
    const turn = last.then(() => write(description()));
    last = turn.catch(() => undefined);
    return turn;
  };
  const renew = async () => {
    isWriting = true;
    try {
      await inTurn(() => describe(release, (beat += 1)));
    } catch (error) {
      problem = error;
      if (isPreconditionFailure(error)) {
        isLost = true;
        clearInterval(timer);
        throw alreadyReleasing(functionName);
      }
      throw error;
    } finally {
      isWriting = false;
    }
  };
  const isLeaseOver = () => Date.now() - renewedAt >= leaseMs;
  const timer = setInterval(() => {
    if (isLeaseOver()) {
      stop.abort(translateError(problem ?? neverAnswered(), 'renewing the release lock'));
    }
    if (!isWriting && Date.now() - renewedAt >= beatMs) {
      renew().catch((error: unknown) => {
        if (isLost) {
          stop.abort(error);
        }
      });
    }
  }, lookMs);
  return {
    isLost: () => isLost,
    async hold() {
      if (isLost) {
        throw alreadyReleasing(functionName);
      }
      if (isLeaseOver()) {
        await renew();
      }
    },
    async release() {
      clearInterval(timer);
      await inTurn(() => 'free').catch(() => undefined);
    },
  };
}

function describe(release: string, beat: number): string {
  return formatHolder({ release, process: thisProcess(), beat });
}

function isOurs({ description }: AliasState, release: string): boolean {
  const holder = parseHolder(description);
  return holder?.release === release && holder.process === thisProcess();
}

/** As the SDK calls an answer that did not come in time. */
function neverAnswered(): Error {
  return Object.assign(new Error('No answer'), { name: 'TimeoutError' });
}

function alreadyReleasing(functionName: string, release?: string): LockedError {
  return new LockedError(
    `Another release${release === undefined ? '' : ` (${release})`} of ${functionName} is running`,
    advise(npmRun('status'), 'wait until it has ended, then look at'),
    { resource: `function ${functionName}` },
  );
}
