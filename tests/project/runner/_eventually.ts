import { setTimeout as delay } from 'node:timers/promises';
import type { ExecutionContext } from 'ava';

const deadlineMs = 10_000;
const pollMs = 5;

/** Waits until something holds; fails the test when it does not within ten seconds. */
export async function eventually(
  t: ExecutionContext,
  holds: () => boolean | Promise<boolean>,
  what: string,
): Promise<void> {
  // Not Date.now: a test may have replaced the clock.
  const startedAt = performance.now();
  while (!(await holds())) {
    if (performance.now() - startedAt > deadlineMs) {
      t.fail(`Not within ${String(deadlineMs / 1000)} s: ${what}`);
      return;
    }
    await delay(pollMs);
  }
  t.pass(what);
}
