import { z } from 'zod';
import { askServer, type RunningServer } from './embedded-aws.ts';

/** How many calls there were, and the longest chain of them in which none overlaps another. */
export interface CallCount {
  readonly total: number;
  readonly serial: number;
}

/** Calls of one release, by who made them. */
export interface CallCounts {
  readonly runner: CallCount;
  readonly provider: CallCount;
  /** `Invoke` by the lambda tier. */
  readonly lambdaTier: CallCount;
  /** Requests to a stage's URL: readiness and the api tier. */
  readonly requests: CallCount;
  /** Of the first three: what AWS would count as calls of its control plane and `Invoke`. */
  readonly aws: CallCount;
}

const recordedCall = z.object({
  at: z.iso.datetime(),
  durationMs: z.number(),
  service: z.string(),
  operation: z.string(),
  userAgent: z.string().optional(),
});
const callsAnswer = z.object({ calls: z.array(recordedCall) });

type RecordedCall = z.infer<typeof recordedCall>;

/** Reads what the embedded AWS was asked since it started. */
export async function readCalls(server: RunningServer): Promise<CallCounts> {
  const answer = await askServer(server, 'GET', 'calls');
  const { calls } = callsAnswer.parse(await answer.json());
  const by = (caller: Caller) => calls.filter((call) => callerOf(call) === caller);
  return {
    runner: count(by('runner')),
    provider: count(by('provider')),
    lambdaTier: count(by('lambda tier')),
    requests: count(by('request')),
    aws: count(calls.filter((call) => callerOf(call) !== 'request')),
  };
}

type Caller = 'runner' | 'provider' | 'lambda tier' | 'request';

/**
 * The SDK lists the features that a client uses in its user agent (`m/E,g`). The provider is given
 * its credentials in code (`e`); runner and tier take them from the environment (`g`), and of these
 * only the tier invokes.
 */
function callerOf({ service, operation, userAgent = '' }: RecordedCall): Caller {
  if (service === 'execute-api') {
    return 'request';
  }
  const features = /\bm\/(\S+)/.exec(userAgent)?.[1]?.split(',') ?? [];
  if (features.includes('e')) {
    return 'provider';
  }
  return operation === 'Invoke' ? 'lambda tier' : 'runner';
}

function count(calls: readonly RecordedCall[]): CallCount {
  return { total: calls.length, serial: longestChain(calls) };
}

/** Taking the call that ends first, again and again, gives the longest chain. */
function longestChain(calls: readonly RecordedCall[]): number {
  const byEnd = calls
    .map(({ at, durationMs }) => ({ from: Date.parse(at), to: Date.parse(at) + durationMs }))
    .sort((a, b) => a.to - b.to);
  let length = 0;
  let end = -Infinity;
  for (const { from, to } of byEnd) {
    if (from >= end) {
      length += 1;
      end = to;
    }
  }
  return length;
}
