// `npm run local -- node tests/bench/series-client.ts`, on a stack that was released and whose handler was edited
// since: runs each command while every call of AWS takes a while, as on AWS. Prints JSON.

import { existsSync, readFileSync, rmSync } from 'node:fs';
import { execa } from 'execa';
import { z } from 'zod';
import { recordedCalls, type RecordedCall } from './aws-calls.ts';
import { askServer } from './embedded-aws.ts';

/** About what AWS takes for one; two calls that depend on nothing overlap, also on a slow machine. */
const callMs = 150;

const events = 'events.ndjson';
const release = ['release', '--', '--events', events] as const;

const commands = [
  ['code release', release],
  ['no-op release', release],
  ['status', ['status']],
  ['history', ['history']],
  ['rollback', ['rollback', '--', '--events', events]],
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
  const series: Record<string, string[]> = {};
  for (const [kind, command] of commands) {
    const begunAt = Date.now();
    rmSync(events, { force: true });
    await execa('npm', ['run', ...command], { stdin: 'ignore', timeout: 120_000 });
    const tests = readTests();
    const calls = (await recordedCalls(server)).map(toInterval);
    series[kind] = longestChain(
      calls.filter(
        ({ from, to }) =>
          from >= begunAt &&
          to - from >= callMs &&
          !tests.some((tier) => from >= tier.from && to <= tier.to),
      ),
    );
  }
  await askServer(server, 'DELETE', 'faults');
  process.stdout.write(JSON.stringify(series));
}

/** Milliseconds since 1970. */
interface Interval {
  readonly from: number;
  readonly to: number;
}

const event = z.looseObject({
  at: z.iso.datetime(),
  kind: z.string(),
  step: z.string().optional(),
});

/** When the tiers ran: nobody waits for a call that comes and goes meanwhile. */
function readTests(): Interval[] {
  const lines = existsSync(events) ? readFileSync(events, 'utf8').split('\n') : [];
  const steps = lines
    .filter(Boolean)
    .map((line) => event.parse(JSON.parse(line)))
    .filter(({ step = '' }) => /^(unit|lambda|api)-tier/.test(step));
  return steps
    .filter(({ kind }) => kind === 'step-started')
    .map((start) => {
      const end = steps.find(({ kind, step }) => kind === 'step-ended' && step === start.step);
      return { from: Date.parse(start.at), to: Date.parse(end?.at ?? start.at) };
    });
}

interface Call extends Interval {
  readonly operation: string;
}

function toInterval({ at, durationMs, operation }: RecordedCall): Call {
  return { operation, from: Date.parse(at), to: Date.parse(at) + durationMs };
}

/** Taking the call that ends first, again and again, gives the longest chain in which none overlaps another. */
function longestChain(calls: readonly Call[]): string[] {
  const chain: string[] = [];
  let end = -Infinity;
  for (const { operation, from, to } of calls.toSorted((a, b) => a.to - b.to)) {
    if (from >= end) {
      chain.push(operation);
      end = to;
    }
  }
  return chain;
}

await main();
