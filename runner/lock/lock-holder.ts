import { createHash } from 'node:crypto';
import { readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';
import { isAlive } from '../bootstrap/is-alive.mjs';

/** Who holds the release lock, as the lock's description says it. */
export interface LockHolder {
  readonly release: string;
  /** A hash of the machine, and the process id there: `1f0c9a2b/4711`. */
  readonly process: string;
  /** Counts up while the holder lives. */
  readonly beat: number;
}

export function formatHolder({ release, process, beat }: LockHolder): string {
  return `held by release ${release} in process ${process}, beat ${String(beat)}`;
}

/** @returns undefined when nobody holds the lock. */
export function parseHolder(description: string | undefined): LockHolder | undefined {
  const pattern = /^held by release (\S+) in process (\S+), beat (\d+)$/;
  const [, release, process, beat] = pattern.exec(description ?? '') ?? [];
  return release === undefined || process === undefined
    ? undefined
    : { release, process, beat: Number(beat) };
}

/** Names this process for {@link LockHolder}. */
export function thisProcess(): string {
  return `${machine()}/${String(process.pid)}`;
}

/** True only when the holder ran on this machine and its process has ended. */
export function isDeadHere(holder: LockHolder): boolean {
  const [holderMachine, pid] = holder.process.split('/');
  return holderMachine === machine() && !isAlive(Number(pid));
}

/** Two containers may share a host name, so what the kernel knows of them is in it. */
function machine(): string {
  const identity = [
    hostname(),
    attempt(() => readFileSync('/proc/sys/kernel/random/boot_id', 'utf8')),
    attempt(() => readlinkSync('/proc/self/ns/pid')),
  ];
  return createHash('sha256').update(identity.join('\n')).digest('hex').slice(0, 8);
}

function attempt(read: () => string): string {
  try {
    return read();
  } catch {
    return '';
  }
}
