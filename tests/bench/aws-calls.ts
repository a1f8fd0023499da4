import { z } from 'zod';
import { askServer, type RunningServer } from './embedded-aws.ts';

/** Calls of one command, by who made them. */
export interface CallCounts {
  readonly runner: number;
  readonly provider: number;
  /** `Invoke` by the lambda tier. */
  readonly lambdaTier: number;
  /** Requests to a stage's URL: readiness and the api tier. */
  readonly requests: number;
  /** Of the first three: what AWS would count as calls of its control plane and `Invoke`. */
  readonly aws: number;
}

const recordedCall = z.object({
  at: z.iso.datetime(),
  durationMs: z.number(),
  service: z.string(),
  operation: z.string(),
  userAgent: z.string().optional(),
});
const callsAnswer = z.object({ calls: z.array(recordedCall) });

/** One call of the embedded AWS. */
export type RecordedCall = z.infer<typeof recordedCall>;

/** What the embedded AWS was asked since it started. */
export async function recordedCalls(
  server: Pick<RunningServer, 'url' | 'credentials'>,
): Promise<readonly RecordedCall[]> {
  const answer = await askServer(server, 'GET', 'calls');
  return callsAnswer.parse(await answer.json()).calls;
}

/** Counts them. */
export async function readCalls(server: RunningServer): Promise<CallCounts> {
  const calls = await recordedCalls(server);
  const by = (caller: Caller) => calls.filter((call) => callerOf(call) === caller).length;
  const requests = by('request');
  return {
    runner: by('runner'),
    provider: by('provider'),
    lambdaTier: by('lambda tier'),
    requests,
    aws: calls.length - requests,
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
