import { formatPair, type Pair } from '../../stack/pair.ts';
import { send, type Asked } from './send.ts';
import { messageOf } from '../errors.ts';

/** Response headers of the API, mapped in `infra/openapi.yaml`. */
const versionHeader = 'x-lambda-version';
const deploymentHeader = 'x-api-deployment';

const pairHeaders = `${versionHeader} and ${deploymentHeader}`;

/** @returns the pair that an answer names; undefined when the gateway itself answered, and names none. */
export function readServedPair(headers: Headers): Pair | undefined {
  const version = headers.get(versionHeader);
  const deployment = headers.get(deploymentHeader);
  return version === null || deployment === null ? undefined : { version, deployment };
}

const answerTimeoutMs = 10_000;

/**
 * Asks a URL on a connection of its own: a connection stays at one host of AWS.
 *
 * @returns the pair that answered, `7@a1b2c3`, or what came instead.
 */
export async function askServedPair(asked: Asked, signal: AbortSignal): Promise<string> {
  try {
    const timeout = AbortSignal.timeout(answerTimeoutMs);
    const within = AbortSignal.any([signal, timeout]);
    const answer = await send(asked, { signal: within, closes: true });
    await answer.rest();
    const served = readServedPair(answer.headers);
    return served === undefined
      ? `${String(answer.status)} without the headers ${pairHeaders}`
      : formatPair(served);
  } catch (error) {
    signal.throwIfAborted();
    return `no answer (${messageOf(error)})`;
  }
}
