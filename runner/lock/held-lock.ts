import type { LambdaClient } from '@aws-sdk/client-lambda';
import { releaseLockAlias } from '../../stack/names.ts';
import { findAlias, updateAlias, type AliasState } from '../aws/alias.ts';
import { isPreconditionFailure, translateError } from '../aws/aws-errors.ts';
import { neverAnswered, type Lease } from '../aws/lease.ts';
import { EnvironmentError } from '../errors.ts';
import { advise, npmRun } from '../report/next.ts';
import { beatMs, leaseMs } from './beats.ts';
import { alreadyReleasing } from './free-lock.ts';
import { formatHolder, parseHolder, thisProcess } from './lock-holder.ts';
import { msSince, thisMoment, type Moment } from './moment.ts';

/** How often the holder looks whether a beat is due. */
const lookMs = 1_000;
/** Of a beat, with all its attempts; the next one may get a better connection. */
const beatTimeoutMs = 4_000;

export interface ReleaseLock {
  /** It ends before somebody else may take the lock, and begins anew when it is held again. */
  readonly lease: Lease;
  /** Nobody else held it since it was found, so what was read since then is what the last one left. */
  readonly isAsFound: boolean;
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

/** Changes the lock every few seconds, until it is given back or lost. */
export function keepBeating(
  lambda: LambdaClient,
  taken: AliasState,
  release: string,
  {
    takenAt,
    stop,
    isAsFound,
  }: Pick<ReleaseLock, 'isAsFound'> & {
    readonly takenAt: Moment;
    readonly stop: AbortController;
  },
): ReleaseLock {
  const { functionName } = taken;
  let held = taken;
  let beat = 0;
  let renewedAt = takenAt;
  let lookedAt = takenAt;
  let problem: unknown;
  let isLost = false;
  let isWriting = false;
  let last: Promise<unknown> = Promise.resolve();
  let leased = new AbortController();

  const write = async (description: string) => {
    const change = { version: '$LATEST', description };
    const signal = AbortSignal.timeout(beatTimeoutMs);
    const sentAt = thisMoment();
    held = await updateAlias(lambda, held, change, { signal }).catch(async (error: unknown) => {
      const now = isPreconditionFailure(error)
        ? await findAlias(lambda, functionName, releaseLockAlias)
        : undefined;
      // An earlier beat may have been written although its answer never came.
      if (now !== undefined && isOurs(now, release)) {
        return updateAlias(lambda, now, change, { signal });
      }
      throw signal.aborted ? neverAnswered() : error;
    });
    renewedAt = sentAt;
    problem = undefined;
    if (leased.signal.aborted) {
      leased = new AbortController();
    }
  };
  const inTurn = (description: () => string) => {
    const turn = last.then(() => write(description()));
    last = turn.catch(() => undefined);
    return turn;
  };
  const renew = async () => {
    isWriting = true;
    try {
      await inTurn(() => describeHeld(release, (beat += 1)));
    } catch (error) {
      problem = error;
      if (isPreconditionFailure(error)) {
        isLost = true;
        leased.abort();
        clearInterval(timer);
        throw alreadyReleasing(functionName);
      }
      throw error;
    } finally {
      isWriting = false;
    }
  };
  const isLeaseOver = () => msSince(renewedAt) >= leaseMs;
  const timer = setInterval(() => {
    const sinceLook = msSince(lookedAt);
    lookedAt = thisMoment();
    if (isLeaseOver()) {
      leased.abort();
      stop.abort(
        sinceLook > beatMs
          ? stoodStill(sinceLook)
          : translateError(problem ?? neverAnswered(), 'renewing the release lock'),
      );
    }
    if (!isWriting && msSince(renewedAt) >= beatMs) {
      renew().catch((error: unknown) => {
        if (isLost) {
          stop.abort(error);
        }
      });
    }
  }, lookMs);
  const lease = {
    get signal() {
      return leased.signal;
    },
    isOver: () => isLost || isLeaseOver(),
  };
  return {
    lease,
    isAsFound,
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

/** What the lock's alias says while this process holds it. */
export function describeHeld(release: string, beat: number): string {
  return formatHolder({ release, process: thisProcess(), beat });
}

function isOurs({ description }: AliasState, release: string): boolean {
  const holder = parseHolder(description);
  return holder?.release === release && holder.process === thisProcess();
}

/** Nobody looked whether a beat is due: what was under way meanwhile tells nothing of AWS. */
function stoodStill(ms: number): EnvironmentError {
  const seconds = String(Math.round(ms / 1000));
  return new EnvironmentError(
    `This process stood still for ${seconds} s, as on a machine that sleeps, and the release lock ran out`,
    advise(npmRun('status'), 'look at'),
  );
}
