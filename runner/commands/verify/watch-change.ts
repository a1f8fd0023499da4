import { setTimeout as delay } from 'node:timers/promises';
import type { Pace } from './pace.ts';

/** Something that is asked again and again while a change spreads. */
export interface Probe {
  /** How many ask at once. */
  readonly connections: number;
  /** Milliseconds between two questions of one of them. */
  readonly everyMs: number;
  readonly ask: (signal: AbortSignal) => Promise<string>;
  /** Whether an answer shows what was there before the change. */
  readonly isOld: (answer: string) => boolean;
}

/** One answer to a {@link Probe}. */
export interface Answer {
  /** Milliseconds on the clock of `performance.now()`. */
  readonly sentAt: number;
  readonly text: string;
}

/** What a probe saw of a change. */
export interface Sight {
  readonly answers: readonly Answer[];
  /** Seconds from AWS's answer to the change until the last request was sent that was still answered by what was before. */
  readonly seconds: number;
}

interface Watching {
  readonly probe: Probe;
  readonly answers: Answer[];
}

/**
 * Changes something under a load of questions, and watches until nothing old was seen for long enough.
 *
 * @returns what each probe saw, in their order.
 */
export async function watchChange(
  change: () => Promise<unknown>,
  probes: readonly Probe[],
  { quietMs, longestMs }: Pick<Pace, 'quietMs' | 'longestMs'>,
  signal: AbortSignal,
): Promise<readonly Sight[]> {
  const ended = new AbortController();
  const running = AbortSignal.any([signal, ended.signal]);
  const watched: readonly Watching[] = probes.map((probe) => ({ probe, answers: [] }));
  const asking = Promise.all(
    watched.flatMap((each) =>
      Array.from({ length: each.probe.connections }, () => keepAsking(each, running)),
    ),
  );
  const changing = async () => {
    await delay(Math.max(...probes.map(({ everyMs }) => everyMs)), undefined, { signal: running });
    await change();
    const writtenAt = performance.now();
    const age = () => performance.now() - writtenAt;
    for (;;) {
      const lastOldMs = Math.max(...watched.map((each) => lastOldAfter(each, writtenAt)));
      if (age() > longestMs || age() - lastOldMs > Math.max(quietMs, lastOldMs)) {
        return writtenAt;
      }
      await delay(pollMs, undefined, { signal: running });
    }
  };
  try {
    // Who asks ends only by failing.
    const writtenAt = await Promise.race([changing(), asking.then(neverEnds)]);
    return watched.map((each) => ({
      answers: [...each.answers],
      seconds: lastOldAfter(each, writtenAt) / 1000,
    }));
  } finally {
    ended.abort();
    await asking.catch(() => undefined);
  }
}

const pollMs = 20;

function neverEnds(): Promise<never> {
  return new Promise(() => undefined);
}

/** Milliseconds after a write; 0 when nothing old was asked for after it. */
function lastOldAfter({ probe, answers }: Watching, writtenAt: number): number {
  const old = answers.filter(({ sentAt, text }) => sentAt > writtenAt && probe.isOld(text));
  return old.reduce((latest, { sentAt }) => Math.max(latest, sentAt - writtenAt), 0);
}

async function keepAsking({ probe, answers }: Watching, running: AbortSignal): Promise<void> {
  while (!running.aborted) {
    try {
      const sentAt = performance.now();
      answers.push({ sentAt, text: await probe.ask(running) });
      await delay(probe.everyMs, undefined, { signal: running });
    } catch (error) {
      if (isStopped(running)) {
        return;
      }
      throw error;
    }
  }
}

/** Asked by a call, since it changes while something is awaited. */
function isStopped({ aborted }: AbortSignal): boolean {
  return aborted;
}
