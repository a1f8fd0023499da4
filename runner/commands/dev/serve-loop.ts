import { setTimeout as delay } from 'node:timers/promises';
import type { Bundler } from '../../../bundler/bundle.ts';
import type { Settings } from '../../../stack/stack-file.ts';
import { ConflictError } from '../../errors.ts';
import type { ApiRequest } from '../../context.ts';
import type { Asked } from '../../gates/send.ts';
import { askServedPair } from '../../gates/served-pair.ts';
import { readLockState } from '../../lock/lock-state.ts';
import { formatPair, type Pair } from '../../../stack/pair.ts';
import { buildDefinition } from './definition.ts';
import { describeMistake } from './describe-mistake.ts';
import { serveSaved, type DevelopedTarget } from './serve-saved.ts';

interface ServeLoop {
  readonly settings: Settings;
  readonly target: DevelopedTarget;
  readonly bundler: Bundler;
  /** What `infra/own.ts` gave the last release for `openapi.yaml`. */
  readonly ownValues: () => Parameters<typeof buildDefinition>[2];
  /** By which it is seen what is served. */
  readonly readiness: ApiRequest;
  readonly signal: AbortSignal;
  readonly say: (text: string) => void;
}

const askAgainMs = 5;
const answersWithinMs = 5000;
const freeAgainMs = 200;

/**
 * Serves what is saved now, and says what answers, or what is wrong. While a release has the target it waits.
 *
 * @returns what is served; undefined where nothing of it is.
 */
export async function serveNow(loop: ServeLoop): Promise<Pair | undefined> {
  const { target, bundler, readiness, signal, say } = loop;
  const startedAt = performance.now();
  try {
    const [code, definition] = await Promise.all([bundler.bundle(), definitionOf(loop)]);
    const served = await serveSaved(target, { code, definition }, signal);
    if (served.kind === 'held') {
      return await waitUntilFree(loop, served);
    }
    const { pair, url, isMoved } = served;
    const answer = await untilAnswers({ url, request: readiness }, pair, signal);
    const ms = (performance.now() - startedAt).toFixed(0);
    const what = isMoved ? `serves ${answer}, which no gate saw,` : `still serves ${answer},`;
    say(
      answer === formatPair(pair)
        ? `${target.name} ${what} after ${ms} ms`
        : `${target.name} is at ${formatPair(pair)}, but ${readiness.method} ${readiness.path} answers ${answer}`,
    );
    return pair;
  } catch (error) {
    signal.throwIfAborted();
    const mistake = error instanceof ConflictError ? error.message : describeMistake(error);
    if (mistake === undefined) {
      throw error;
    }
    say(`${mistake}\n${target.name} serves what it served.`);
    return undefined;
  }
}

/** Undefined where it cannot be served as it is saved. */
async function definitionOf({
  settings,
  target,
  ownValues,
}: ServeLoop): Promise<string | undefined> {
  return target.provisioned() === undefined
    ? undefined
    : buildDefinition(settings, target.outputs.functionArn, ownValues());
}

async function waitUntilFree(
  loop: ServeLoop,
  { by, isRunning }: { readonly by: string; readonly isRunning: boolean },
): Promise<Pair | undefined> {
  const { target, signal, say } = loop;
  if (!isRunning) {
    say(
      `${by} was interrupted on ${target.name}: npm run release goes on with it, or puts it back.`,
    );
    return undefined;
  }
  say(`${by} is running: ${target.name} is left to it.`);
  for (;;) {
    await delay(freeAgainMs, undefined, { signal });
    if (await isFree(loop)) {
      return serveNow(loop);
    }
  }
}

async function isFree({ target, signal }: ServeLoop): Promise<boolean> {
  const { clients, outputs } = target;
  const { kind } = await readLockState(clients.lambda, outputs.functionName, signal);
  return kind !== 'running';
}

/** @returns the pair, or what answered last. */
async function untilAnswers(asked: Asked, pair: Pair, signal: AbortSignal): Promise<string> {
  const deadline = performance.now() + answersWithinMs;
  for (;;) {
    const answer = await askServedPair(asked, signal);
    if (answer === formatPair(pair) || performance.now() > deadline) {
      return answer;
    }
    await delay(askAgainMs, undefined, { signal });
  }
}
