import { setTimeout as delay } from 'node:timers/promises';
import { GateError } from '../errors.ts';
import { advise, npmRun } from '../report/next.ts';
import { formatPair, type Pair } from '../../stack/pair.ts';
import { describeAsked, type Asked } from './send.ts';
import { askServedPair } from './served-pair.ts';

const answersInARow = 3;
const pollMs = 50;

export interface ReadinessLimits {
  /** Until the candidate must answer. */
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
}

/**
 * Waits until a target's URL answers with the candidate a few times in a row, each time on a connection
 * of its own: after a move API
 * Gateway may answer with the old pair, or with errors, for some seconds (trap D21). What the
 * answer says is the api tier's business.
 *
 * @throws {GateError} that says what answered last.
 */
export async function waitUntilServed(
  asked: Asked,
  candidate: Pair,
  { timeoutMs, signal }: ReadinessLimits,
): Promise<void> {
  const deadline = performance.now() + timeoutMs;
  let inARow = 0;
  for (;;) {
    const answer = await askServedPair(asked, signal);
    inARow = answer === formatPair(candidate) ? inARow + 1 : 0;
    if (inARow === answersInARow) {
      return;
    }
    if (inARow === 0 && performance.now() > deadline) {
      throw new GateError(
        `${describeAsked(asked)} did not answer with ${formatPair(candidate)} within ${String(timeoutMs / 1000)} s; the last answer was ${answer}`,
        advise(
          npmRun('release'),
          'check release.readinessPath with its method and body, the header mappings in infra/openapi.yaml, and for AWS_PROXY that the handler is wrapped in provePair, then',
        ),
        { resource: `${asked.url}${asked.request.path}` },
      );
    }
    if (inARow === 0) {
      await delay(pollMs, undefined, { signal });
    }
  }
}
