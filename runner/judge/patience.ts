import { setTimeout as delay } from 'node:timers/promises';
import { isPassing, isWithoutCredentials } from '../aws/aws-errors.ts';

/** As short as a candidate may be watched by less, and longer than most that passes by itself. */
const patienceMs = 30_000;
const retryMs = 1_000;

/**
 * Reads what a candidate is judged by, and reads it again for a while where AWS fails itself, throttles, or cannot be
 * reached: the figures of a long rollout are read a thousand times, and nothing shifts while one is asked for. Where
 * somebody has to sign in, that is told at once.
 */
export async function readPatiently<T>(
  read: () => Promise<T>,
  signal: AbortSignal,
  patience = patienceMs,
): Promise<T> {
  const deadline = performance.now() + patience;
  for (;;) {
    try {
      return await read();
    } catch (error) {
      const mayPass = isPassing(error) && !isWithoutCredentials(error);
      if (!mayPass || performance.now() + retryMs > deadline) {
        throw error;
      }
    }
    await delay(retryMs, undefined, { signal });
  }
}
