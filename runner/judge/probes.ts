import type { RequestHeaders } from '../context.ts';
import { get } from '../gates/get.ts';
import { readServedPair } from '../gates/served-pair.ts';
import { isSamePair, type Pair } from '../traffic/pair.ts';
import type { Observation, Sides } from './observation.ts';
import { Tally } from './tally.ts';

export interface ProbeOptions extends Sides<Pair> {
  readonly perSecond: number;
  /** Ends the probing, as `stop` does. */
  readonly signal: AbortSignal;
  /** Headers that the API asks for. */
  readonly sent?: RequestHeaders['sent'];
  /** How long an answer may take until its last byte. */
  readonly timeoutMs?: number;
  /** The host that answers for the URL's, before DNS tells so. */
  readonly connectTo?: string | undefined;
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
 * Sends GETs to a URL at a constant rate, whether or not the earlier ones were answered; while 50 are
 * under way none is added. None is sent again, and the process does not wait for them to end.
 *
 * An answer belongs to the side whose pair it names (`served-pair.ts`). An error is a status of 500 or
 * more, or an answer that breaks off. API Gateway answers always, so a request without any HTTP answer
 * was lost on this machine's own network: it counts for neither side. What the gateway answers by itself names no pair: a standby alias
 * that it may not call is a 500 without headers. So an error that names neither side counts against
 * the candidate, which is what has changed; a good answer that names neither is left out.
 */
export function startProbing(
  url: string,
  { perSecond, signal, sent = {}, timeoutMs = longestAnswerMs, connectTo, ...pairs }: ProbeOptions,
): Probing {
  const tallies: Sides<Tally> = { candidate: new Tally(), baseline: new Tally() };
  const inFlight = new Map<AbortController, Promise<void>>();
  let isOver = false;
  let unanswered = 0;

  const probe = async (request: AbortController) => {
    const answer = await ask(url, request, { sent, timeoutMs, connectTo });
    inFlight.delete(request);
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
  const send = () => {
    if (inFlight.size < maxInFlight) {
      const request = new AbortController();
      inFlight.set(request, probe(request));
    }
  };
  const end = () => {
    isOver = true;
    clearInterval(timer);
    for (const request of inFlight.keys()) {
      request.abort();
    }
  };

  const timer = setInterval(send, 1000 / perSecond).unref();
  signal.addEventListener('abort', end, { once: true });
  if (signal.aborted) {
    end();
  } else {
    send();
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

async function ask(
  url: string,
  request: AbortController,
  { sent, timeoutMs, connectTo }: Required<Pick<ProbeOptions, 'sent' | 'timeoutMs' | 'connectTo'>>,
): Promise<Answer> {
  const timeout = setTimeout(() => {
    request.abort();
  }, timeoutMs);
  const startedAt = performance.now();
  let hasBegun = false;
  let served: Pair | undefined;
  try {
    const answer = await get(url, { headers: sent, signal: request.signal, connectTo });
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
