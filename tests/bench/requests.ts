import { setTimeout as delay } from 'node:timers/promises';
import { Connection } from './connection.ts';

/** Requests that were sent one after another, or at the same time. */
export interface Round {
  readonly durationMs: number;
  /** Of each request, milliseconds. */
  readonly latencies: readonly number[];
}

/**
 * Every connection asks again as soon as it was answered.
 *
 * @param limitMs however slow the machine is, it ends after this
 */
export async function askInALoop(
  url: string,
  {
    connections,
    requests,
    limitMs,
  }: { readonly connections: number; readonly requests: number; readonly limitMs: number },
): Promise<Round> {
  const latencies: number[] = [];
  const startedAt = performance.now();
  const deadline = startedAt + limitMs;
  let left = requests;
  const ask = async () => {
    const connection = new Connection(url);
    while (left > 0 && performance.now() < deadline) {
      left -= 1;
      latencies.push(await timeOf(connection));
    }
    connection.close();
  };
  await Promise.all(Array.from({ length: connections }, ask));
  return { durationMs: performance.now() - startedAt, latencies };
}

/** Asks so many times a second, whether the request before was answered or not. */
export async function askAtAPace(
  url: string,
  { perSecond, requests }: { readonly perSecond: number; readonly requests: number },
): Promise<Round> {
  const free: Connection[] = [];
  const ask = async () => {
    const connection = free.pop() ?? new Connection(url);
    const latency = await timeOf(connection);
    free.push(connection);
    return latency;
  };
  const startedAt = performance.now();
  const asked: Promise<number>[] = [];
  while (asked.length < requests) {
    asked.push(ask());
    const nextAt = startedAt + (asked.length * 1000) / perSecond;
    await delay(Math.max(0, nextAt - performance.now()));
  }
  const latencies = await Promise.all(asked);
  const durationMs = performance.now() - startedAt;
  free.forEach((connection) => {
    connection.close();
  });
  return { durationMs, latencies };
}

async function timeOf(connection: Connection): Promise<number> {
  const askedAt = performance.now();
  const status = await connection.ask();
  if (status !== 200) {
    throw new Error(`A request was answered ${String(status)}`);
  }
  return performance.now() - askedAt;
}
