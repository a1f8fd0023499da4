import { setTimeout as delay } from 'node:timers/promises';
import type { ExecutionContext } from 'ava';

const deadlineSeconds = 10;
const pollMs = 5;

/** Waits until something holds; fails the test when it does not within ten seconds. */
export async function eventually(
  t: ExecutionContext,
  holds: () => boolean | Promise<boolean>,
  what: string,
): Promise<void> {
  // Neither Date.now nor performance.now: a test may have replaced those clocks.
  const startedAt = process.uptime();
  while (!(await holds())) {
    if (process.uptime() - startedAt > deadlineSeconds) {
      t.fail(`Not within ${String(deadlineSeconds)} s: ${what}`);
      return;
    }
    await delay(pollMs);
  }
  t.pass(what);
}
