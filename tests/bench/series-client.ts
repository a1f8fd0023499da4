// `npm run local -- node tests/bench/series-client.ts`, on a stack that was released and whose handler was edited
// since: runs each command while every call of AWS takes a while, as on AWS. Prints JSON.

import { execa } from 'execa';
import { recordedCalls } from './aws-calls.ts';
import { askServer } from './embedded-aws.ts';

/** Long enough that two calls which depend on nothing overlap, however slow the machine is. */
const callMs = 250;

const commands = [
  ['code release', 'release'],
  ['no-op release', 'release'],
  ['status', 'status'],
  ['history', 'history'],
  ['rollback', 'rollback'],
] as const;

const server = {
  url: process.env.LOCAL_AWS_ENDPOINT ?? '',
  credentials: {
    accessKeyId: process.env.AWS_ACCESS_KEY_ID ?? '',
    secretAccessKey: process.env.AWS_SECRET_ACCESS_KEY ?? '',
  },
};

async function main(): Promise<void> {
  const rules = [
    { operation: 'execute-api:Invoke', kind: 'delay', delayMs: 0 },
    { operation: 'lambda:Invoke', kind: 'delay', delayMs: 0 },
    { operation: '*', kind: 'delay', delayMs: callMs },
  ];
  await askServer(server, 'POST', 'faults', JSON.stringify(rules));
  const series: Record<string, number> = {};
  for (const [kind, command] of commands) {
    const begunAt = Date.now();
    await execa('npm', ['run', command], { stdin: 'ignore', timeout: 120_000 });
    const calls = (await recordedCalls(server)).map(toInterval);
    series[kind] = longestChain(
      calls.filter(({ from, to }) => from >= begunAt && to - from >= callMs),
    );
  }
  await askServer(server, 'DELETE', 'faults');
  process.stdout.write(JSON.stringify(series));
}

interface Interval {
  readonly from: number;
  readonly to: number;
}

function toInterval({
  at,
  durationMs,
}: {
  readonly at: string;
  readonly durationMs: number;
}): Interval {
  return { from: Date.parse(at), to: Date.parse(at) + durationMs };
}

/** Taking the call that ends first, again and again, gives the longest chain in which none overlaps another. */
function longestChain(intervals: readonly Interval[]): number {
  let length = 0;
  let end = -Infinity;
  for (const { from, to } of intervals.toSorted((a, b) => a.to - b.to)) {
    if (from >= end) {
      length += 1;
      end = to;
    }
  }
  return length;
}

await main();
