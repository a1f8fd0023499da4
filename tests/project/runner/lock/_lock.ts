import { spawnSync } from 'node:child_process';
import { mock } from 'node:test';
import { CreateAliasCommand, UpdateAliasCommand, type LambdaClient } from '@aws-sdk/client-lambda';
import type { ExecutionContext } from 'ava';
import { formatHolder, parseHolder, thisProcess } from '../../../../runner/lock/lock-holder.ts';
import { findFreeLock, type FreeLock, type Reads } from '../../../../runner/lock/free-lock.ts';
import type { ReleaseLock } from '../../../../runner/lock/held-lock.ts';
import { acquireLock } from '../../../../runner/lock/take-lock.ts';
import { createContext } from '../../behaviour/release/_release.ts';
import { createStack, functionName, type TestStack } from '../../behaviour/release/_stack.ts';
import { eventually } from '../_eventually.ts';

/** A release that wants the lock, with clients of its own. */
export interface Contender {
  readonly lambda: LambdaClient;
  readonly stop: AbortController;
  readonly reads: Reads;
}

export interface LockStand {
  readonly stack: TestStack;
  readonly contender: () => Contender;
  /** What is written in the lock. */
  readonly description: () => Promise<string>;
  /** Writes into the lock as somebody else does. */
  readonly write: (description: string) => Promise<void>;
  /** How many calls of an operation there were. */
  readonly calls: (operation: string) => number;
}

/**
 * @param description what is in the lock; it does not exist yet when there is none.
 * @param read how old answers of AWS may be, in seconds.
 */
export async function openLockStand(
  t: ExecutionContext,
  description?: string,
  { read = 0 }: { readonly read?: number } = {},
): Promise<LockStand> {
  t.timeout(30_000); // With the clock stopped, who waits for a beat would wait for ever.
  const stack = await createStack(t, { read, seed: 1 });
  const lock = { FunctionName: functionName, Name: 'RELEASE', FunctionVersion: '$LATEST' };
  if (description !== undefined) {
    await stack.clients.lambda.send(new CreateAliasCommand({ ...lock, Description: description }));
  }
  const bundle = { zip: Buffer.alloc(0), codeSha256: '' };
  return {
    stack,
    contender() {
      const { clients, stop, writers } = createContext(t, stack, { bundle });
      return { lambda: clients.lambda, stop, reads: writers.propagation };
    },
    description: async () => (await stack.alias('RELEASE')).description,
    async write(text) {
      await stack.clients.lambda.send(new UpdateAliasCommand({ ...lock, Description: text }));
    },
    calls: (operation) =>
      stack.aws.calls.list().filter((call) => call.operation === operation).length,
  };
}

/** Where no process of this machine can be looked for. */
export const elsewhere = '00000000/4711';

/** Lets what a client writes into the lock say that its process runs on another machine. */
export function pretendElsewhere({ lambda }: Contender): void {
  lambda.middlewareStack.add(
    (next) => (args) => {
      if ('Description' in args.input) {
        args.input.Description = args.input.Description?.replace(thisProcess(), elsewhere);
      }
      return next(args);
    },
    { step: 'initialize' },
  );
}

/** @returns how many calls a client has begun since. */
export function countSent({ lambda }: Contender): () => number {
  let sent = 0;
  lambda.middlewareStack.add(
    (next) => (args) => {
      sent += 1;
      return next(args);
    },
    { step: 'initialize' },
  );
  return () => sent;
}

/** In the lock of a release that was killed on this machine. */
export function leftBehind(release: string): string {
  const [machine = ''] = thisProcess().split('/');
  const { pid } = spawnSync(process.execPath, ['--version']);
  return formatHolder({ release, process: `${machine}/${String(pid)}`, beat: 3 });
}

/** Stops all clocks and the beats, which then go on by {@link tick} alone, until the test ends. */
export function stopClock(t: ExecutionContext): void {
  const begun = { date: Date.now(), steady: performance.now() };
  mock.timers.enable({ apis: ['setInterval', 'Date'], now: begun.date });
  const steady = mock.method(performance, 'now', () => begun.steady + Date.now() - begun.date);
  t.teardown(() => {
    mock.timers.reset();
    steady.mock.restore();
  });
}

/** Sets the clock of the machine forward by a minute, in which no time goes by. */
export function setClockForward(t: ExecutionContext): void {
  mock.timers.enable({ apis: ['Date'], now: Date.now() + 60_000 });
  t.teardown(() => {
    mock.timers.reset();
  });
}

export function tick(ms: number): void {
  mock.timers.tick(ms);
}

/** Lets time go by in which nothing of this process runs. */
export function passTime(ms: number): void {
  mock.timers.setTime(Date.now() + ms);
}

export const beatMs = 5_000;

export function acquire(
  { lambda, stop, reads }: Contender,
  release: string,
  found?: FreeLock,
): Promise<ReleaseLock> {
  return acquireLock(lambda, functionName, release, stop, { reads, found });
}

export function find({ lambda, stop, reads }: Contender) {
  return findFreeLock(lambda, functionName, stop.signal, reads);
}

export async function beatOf({ description }: LockStand): Promise<number | undefined> {
  return parseHolder(await description())?.beat;
}

/** Lets time go on by a beat, and until it is written. */
export async function beat(t: ExecutionContext, stand: LockStand, expected: number): Promise<void> {
  tick(beatMs);
  await untilBeat(t, stand, expected);
}

/** Lets time go on until a beat is written. */
export async function untilBeat(
  t: ExecutionContext,
  stand: LockStand,
  expected: number,
): Promise<void> {
  let tickedAt = process.uptime();
  const isWritten = async () => {
    // The holder may not have heard of the beat before when it looked whether this one is due.
    if (process.uptime() - tickedAt > 0.5) {
      tickedAt = process.uptime();
      tick(1_000);
    }
    return (await beatOf(stand)) === expected;
  };
  await eventually(t, isWritten, `beat ${String(expected)} is written`);
}
