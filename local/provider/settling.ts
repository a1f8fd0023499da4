import { setTimeout as delay } from 'node:timers/promises';
import { ProviderError } from './errors.ts';

const firstDelayMs = 20;
const longestDelayMs = 500;

/**
 * Asks again until there is an answer: often at first, since the embedded AWS settles in well under a second.
 *
 * @param ask The answer, or undefined to be asked again. What it throws ends the wait.
 * @param what For the message when time is up: `function greeting to become active`.
 * @throws {ProviderError} after `timeoutMs`; the reason of `signal` when that is aborted.
 */
export async function poll<T>(
  ask: () => Promise<T | undefined>,
  what: string,
  timeoutMs: number,
  signal: AbortSignal,
): Promise<T> {
  const deadline = Date.now() + timeoutMs;
  for (let delayMs = firstDelayMs; ; delayMs = Math.min(delayMs * 1.5, longestDelayMs)) {
    signal.throwIfAborted();
    const answer = await ask();
    if (answer !== undefined) {
      return answer;
    }
    if (Date.now() >= deadline) {
      throw new ProviderError(`waited ${String(timeoutMs / 1000)} s for ${what}`);
    }
    await delay(delayMs, undefined, { signal });
  }
}

/**
 * Does work again while what it needs is not everywhere on AWS yet, as a new role.
 *
 * @param isTooEarly Whether that is what an error of `work` says.
 * @throws {unknown} the last error of `work`: any other at once, this one after `timeoutMs`.
 */
export async function repeatWhileTooEarly<T>(
  work: () => Promise<T>,
  isTooEarly: (error: unknown) => boolean,
  timeoutMs: number,
  signal: AbortSignal,
): Promise<T> {
  const deadline = Date.now() + timeoutMs;
  for (let delayMs = firstDelayMs; ; delayMs = Math.min(delayMs * 1.5, longestDelayMs)) {
    try {
      return await work();
    } catch (error) {
      if (!isTooEarly(error) || Date.now() >= deadline) {
        throw error;
      }
    }
    await delay(delayMs, undefined, { signal });
  }
}
