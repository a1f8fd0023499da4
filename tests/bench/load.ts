import { join } from 'node:path';
import { execa } from 'execa';
import { z } from 'zod';
import { quantile, spreadOf, type Spread } from './statistics.ts';
import type { Workspace } from './workspace.ts';

/** Requests through the API: one spread over the rounds for each figure. */
export interface MeasuredLoad {
  readonly connections: number;
  readonly rounds: number;
  readonly requests: number;
  readonly requestsPerSecond: Spread;
  /** Milliseconds. */
  readonly latency: { readonly p50: Spread; readonly p95: Spread; readonly p99: Spread };
  /** When so many are sent a second: milliseconds at the median. */
  readonly paced: { readonly perSecond: number; readonly p50: number };
  /** Of the server, megabytes after each so many requests. */
  readonly memory: { readonly requestsEach: number; readonly megabytes: readonly number[] };
}

/** What it is to be. */
export const loadAims = { requestsPerSecond: 4000, pacedP50: 2 } as const;

const round = z.object({ durationMs: z.number(), latencies: z.array(z.number()) });
const clientAnswer = z.object({
  connections: z.number(),
  rounds: z.array(round),
  perSecond: z.number(),
  paced: round,
  requestsPerSample: z.number(),
  memoryMb: z.array(z.number()),
});

const timeoutMs = 900_000;

/** @param stateFolder of an embedded AWS on which a release was made */
export async function measureLoad(
  workspace: Workspace,
  stateFolder: string,
): Promise<MeasuredLoad> {
  const client = ['node', join('tests', 'bench', 'load-client.ts')];
  const { stdout } = await execa('npm', ['run', '--silent', 'local', '--', ...client], {
    ...workspace.startOptions(stateFolder),
    timeout: timeoutMs,
  });
  const { connections, rounds, perSecond, paced, requestsPerSample, memoryMb } = clientAnswer.parse(
    JSON.parse(stdout),
  );
  const percentileOf = ({ latencies }: z.infer<typeof round>, q: number) =>
    quantile(
      latencies.toSorted((a, b) => a - b),
      q,
    );
  const percentile = (q: number) => spreadOf(rounds.map((each) => percentileOf(each, q)));
  return {
    connections,
    rounds: rounds.length,
    requests: rounds.reduce((sum, { latencies }) => sum + latencies.length, 0),
    requestsPerSecond: spreadOf(
      rounds.map(({ durationMs, latencies }) => (latencies.length / durationMs) * 1000),
    ),
    latency: { p50: percentile(0.5), p95: percentile(0.95), p99: percentile(0.99) },
    paced: { perSecond, p50: percentileOf(paced, 0.5) },
    memory: { requestsEach: requestsPerSample, megabytes: memoryMb },
  };
}
