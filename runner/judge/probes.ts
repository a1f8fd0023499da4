import { send, type Asked } from '../gates/send.ts';
import { readServedPair } from '../gates/served-pair.ts';
import { isSamePair, type Pair } from '../../stack/pair.ts';
import type { Observation, Sides } from './observation.ts';
import { Tally } from './tally.ts';

export interface ProbeOptions extends Sides<Pair> {
  readonly perSecond: number;
  /** Ends the probing, as `stop` does. */
  readonly signal: AbortSignal;
  /** How long an answer may take until its last byte. */
  readonly timeoutMs?: number;
}

export interface Probing {
  /** What was answered so far, of the source `probes`. */
  observation(): Observation;
  /** Ends it at once; what is under way is not counted. Does not throw. */
  stop(): Promise<void>;
}

interface Answer {
  /** Whether there was one, if only its beginning. */
  readonly hasBegun: boolean;
  /** The pair that the answer names. */
  readonly served: Pair | undefined;
  readonly isError: boolean;
  /** From the request to the last byte; undefined when that never came. */
  readonly ms: number | undefined;
}

const maxInFlight = 50;
/** A second more than API Gateway itself waits for a function before it answers 504. */
const longestAnswerMs = 30_000;

/**
 * Sends a request at a constant rate, whether or not the earlier ones were answered; while 50 are
 * under way none is added. None is sent again, and the process does not wait for them to end.
 *
 * An answer belongs to the side whose pair it names (`served-pair.ts`). An error is a status of 500 or
 * more, or an answer that breaks off. API Gateway answers always, so a request without any HTTP answer
 * was lost on this machine's own network: it counts for neither side. What the gateway answers by itself names no pair: a standby alias
 * that it may not call is a 500 without headers. So an error that names neither side counts against
 * the candidate, which is what has changed; a good answer that names neither is left out.
 */
export function startProbing(
  asked: Asked,
  { perSecond, signal, timeoutMs = longestAnswerMs, ...pairs }: ProbeOptions,
): Probing {
  const tallies: Sides<Tally> = { candidate: new Tally(), baseline: new Tally() };
  const inFlight = new Map<AbortController, Promise<void>>();
  let isOver = false;
  let unanswered = 0;

  const probe = async (end: AbortController) => {
    const answer = await ask(asked, end, timeoutMs);
    inFlight.delete(end);
    if (isOver) {
      return;
    }
    const side = sideOf(answer, pairs);
    if (!answer.hasBegun) {
      unanswered += 1;
    } else if (side !== undefined) {
      tallies[side].add(answer);
    }
  };
  const sendOne = () => {
    if (inFlight.size < maxInFlight) {
      const end = new AbortController();
      inFlight.set(end, probe(end));
    }
  };
  const end = () => {
    isOver = true;
    clearInterval(timer);
    for (const request of inFlight.keys()) {
      request.abort();
    }
  };

  const timer = setInterval(sendOne, 1000 / perSecond).unref();
  signal.addEventListener('abort', end, { once: true });
  if (signal.aborted) {
    end();
  } else {
    sendOne();
  }
  return {
    observation: () => ({
      source: 'probes',
      candidate: tallies.candidate.answers(),
      baseline: tallies.baseline.answers(),
      unanswered,
    }),
    async stop() {
      signal.removeEventListener('abort', end);
      end();
      await Promise.all(inFlight.values());
    },
  };
}

async function ask(asked: Asked, end: AbortController, timeoutMs: number): Promise<Answer> {
  const timeout = setTimeout(() => {
    end.abort();
  }, timeoutMs);
  const startedAt = performance.now();
  let hasBegun = false;
  let served: Pair | undefined;
  try {
    const answer = await send(asked, { signal: end.signal });
    hasBegun = true;
    served = readServedPair(answer.headers);
    await answer.rest();
    return { hasBegun, served, isError: answer.status >= 500, ms: performance.now() - startedAt };
  } catch {
    return { hasBegun, served, isError: true, ms: undefined };
  } finally {
    clearTimeout(timeout);
  }
}

function sideOf({ served, isError }: Answer, pairs: Sides<Pair>): keyof Sides<Pair> | undefined {
  if (served !== undefined && isSamePair(served, pairs.candidate)) {
    return 'candidate';
  }
  if (served !== undefined && isSamePair(served, pairs.baseline)) {
    return 'baseline';
  }
  return isError ? 'candidate' : undefined;
}
