// The processes that wait for this one, from npm to the one before: when one of them is gone, nobody
// waits for the result any more. npm, for one, does not pass on the signals of a CI that cancels.

import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { clearInterval, setInterval } from 'node:timers';
import { isAlive } from './is-alive.mjs';

const variable = 'GATED_RELEASE_ANCESTORS';
const pollMs = 250;
/** Whoever is without a parent is given to it; what it started itself has no other. */
const init = 1;

const known = () => (process.env[variable] ?? '').split(',').map(Number).filter(Boolean);

/** @returns undefined where it cannot be told. */
function parentOf(pid) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return Number(
      stat
        .slice(stat.lastIndexOf(')') + 1)
        .trim()
        .split(' ')[1],
    );
  } catch {
    const { stdout } = spawnSync('ps', ['-o', 'ppid=', '-p', String(pid)], { encoding: 'utf8' });
    return Number(stdout) || undefined;
  }
}

/** Names who started this process: its parent and, as npm starts a shell first, that one's parent. */
export function addStarters() {
  const npm = process.env.npm_command === undefined ? undefined : parentOf(process.ppid);
  for (const pid of [process.ppid, npm]) {
    if (pid !== undefined && pid !== init) {
      addAncestor(pid);
    }
  }
}

/** Names a process for those that are started from here on. */
export function addAncestor(pid) {
  process.env[variable] = [...known(), pid].join(',');
}

/**
 * Calls `onGone` once, when this process's parent or one that was named before it has ended.
 * @returns a function that ends the watch
 */
export function watchAncestors(onGone) {
  const parent = process.ppid;
  const others = known().filter((pid) => pid !== parent && isAlive(pid));
  const timer = setInterval(() => {
    const isOrphan = parent !== init && process.ppid !== parent;
    if (isOrphan || !others.every(isAlive)) {
      clearInterval(timer);
      onGone();
    }
  }, pollMs).unref();
  return () => clearInterval(timer);
}
