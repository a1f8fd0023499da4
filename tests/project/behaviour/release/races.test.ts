import { setTimeout as delay } from 'node:timers/promises';
import { GetStageCommand } from '@aws-sdk/client-api-gateway';
import { GetAliasCommand } from '@aws-sdk/client-lambda';
import test, { type ExecutionContext } from 'ava';
import type { Bundle } from '../../../../bundler/bundle.ts';
import type { LagSettings } from '../../../../local/lag-settings.ts';
import { parseJournal } from '../../../../stack/journal.ts';
import type { Pair } from '../../../../stack/pair.ts';
import { pairOf } from '../../../../runner/traffic/target.ts';
import { FailedRun } from '../../../../runner/failed-run.ts';
import { isFullForm } from '../../_helpers/matrix.ts';
import { createRandom } from '../../_helpers/random.ts';
import { lagOf, lagsToRun, whenLagging } from './_lags.ts';
import { runRelease } from './_release.ts';
import { createStack, functionName, handlerSaying, type TestStack } from './_stack.ts';
import { WholePairs } from './_trace.ts';

const rounds = isFullForm ? 50 : 8;
/** About as long as a release takes, so that releases meet at every step of each other. */
const latestStartMs = 500;
const seed = 20261123;

interface Contender {
  readonly id: string;
  readonly greeting: string;
  readonly deploymentId: string;
  readonly bundle: Bundle;
}

/** How a release of a race ended. Times are of `performance.now`. */
interface Result extends Contender {
  readonly error: unknown;
  /** What it promoted, if it did. */
  readonly pair: Pair | undefined;
  readonly startedAt: number;
  readonly endedAt: number;
  /** When it held the lock, read what is live, and had accepted the last target, if it came to it. */
  readonly lockedAt: number | undefined;
  readonly readAt: number | undefined;
  readonly acceptedAt: number | undefined;
}

for (const seconds of lagsToRun(2)) {
  const title = `of releases that meet one promotes, the others exit with 4${whenLagging(seconds)}`;
  test.serial(title, (t) => raceAgain(t, lagOf(seconds)));
}

async function raceAgain(t: ExecutionContext, lag: Partial<LagSettings>): Promise<void> {
  t.timeout(900_000);
  const random = createRandom(seed);
  const stack = await createStack(t, lag);
  const whole = new WholePairs();
  const first = await handlerSaying(t, 'first');
  await runRelease(t, stack, { bundle: first });
  whole.add({
    version: (await stack.alias('STAGE')).version,
    deployment: stack.outputs.deploymentId,
  });
  let meetings = 0;
  let winners = 0;
  for (let round = 0; round < rounds; round += 1) {
    const contenders = await makeContenders(t, stack, round, first, 2 + (round % 2));
    const results = await Promise.all(
      contenders.map((contender) => race(t, stack, contender, random() * latestStartMs)),
    );
    const promoted = assertOneAtATime(t, results, `round ${String(round)}`);
    await assertWhole(t, stack, promoted, `round ${String(round)}`);
    promoted
      .flatMap(({ pair }) => pair ?? [])
      .forEach((pair) => {
        whole.add(pair);
      });
    meetings += results.length - promoted.length;
    winners += promoted.length;
  }
  t.log(
    `${String(rounds)} rounds from seed ${String(seed)}: ${String(winners)} releases promoted, ${String(meetings)} met another and exited with 4`,
  );
  t.log(whole.check(stack));
  t.true(meetings >= rounds / 2, String(meetings));
}

/** One with new code, one with a new API definition, and where there is a third one with both. */
async function makeContenders(
  t: ExecutionContext,
  stack: TestStack,
  round: number,
  first: Bundle,
  count: number,
): Promise<Contender[]> {
  const kinds = [
    { code: true, api: false },
    { code: false, api: true },
    { code: true, api: true },
  ].slice(0, count);
  const contenders: Contender[] = [];
  for (const [index, { code, api }] of kinds.entries()) {
    const id = `round-${String(round)}-${String(index)}`;
    contenders.push({
      id,
      greeting: code ? id : 'first',
      bundle: code ? await handlerSaying(t, id) : first,
      deploymentId: api
        ? await stack.deployApi((body) => body.replaceAll("'no-store'", `'${id}'`))
        : stack.outputs.deploymentId,
    });
  }
  return contenders;
}

async function race(
  t: ExecutionContext,
  stack: TestStack,
  contender: Contender,
  startMs: number,
): Promise<Result> {
  await delay(startMs);
  const times = new Map<string, number>();
  const startedAt = performance.now();
  const released = runRelease(t, stack, {
    ...contender,
    onEvent: (event) => {
      if (
        event.kind === 'step-started' ||
        (event.kind === 'step-ended' && event.outcome === 'done')
      ) {
        times.set(`${event.kind} ${event.step}`, performance.now());
      }
    },
  });
  const { error, pair } = await released.then(
    ({ targets }) => ({ error: undefined, pair: targets.map(pairOf).at(-1) }),
    (reason: unknown) => ({ error: reason, pair: undefined }),
  );
  return {
    ...contender,
    error,
    pair,
    startedAt,
    endedAt: performance.now(),
    lockedAt: times.get('step-ended lock'),
    // While answers of AWS are old it reads again once it holds the lock.
    readAt: times.get('step-started read-again') ?? times.get('step-started compare'),
    acceptedAt: times.get('step-ended accept-prod'),
  };
}

/**
 * A release that began to read what is live after another had accepted its last target did not
 * meet that one, and may promote as well.
 *
 * @returns those that promoted, in the order in which they did.
 */
function assertOneAtATime(
  t: ExecutionContext,
  results: readonly Result[],
  round: string,
): Result[] {
  const promoted = results
    .filter(({ error }) => error === undefined)
    .sort((a, b) => (a.acceptedAt ?? 0) - (b.acceptedAt ?? 0));
  t.true(promoted.length > 0, `${round}: none promoted`);
  for (const [index, { readAt = 0, id }] of promoted.entries()) {
    const { acceptedAt = 0 } = promoted[index - 1] ?? {};
    t.true(readAt >= acceptedAt, `${round}: ${id} promoted over another`);
  }
  for (const loser of results.filter(({ error }) => error !== undefined)) {
    const { error, id } = loser;
    t.true(error instanceof FailedRun && error.status === 4, `${round}: ${id}: ${String(error)}`);
    const isMet = results.some(
      ({ lockedAt = Infinity, endedAt, id: other }) =>
        other !== id && lockedAt < loser.endedAt && loser.startedAt < endedAt,
    );
    t.true(isMet, `${round}: ${id} met no other release that held the lock`);
  }
  return promoted;
}

/** Both targets serve what promoted last, and nothing is left of the others. */
async function assertWhole(
  t: ExecutionContext,
  stack: TestStack,
  promoted: readonly Result[],
  round: string,
): Promise<void> {
  const { greeting, deploymentId, id } = promoted.at(-1) ?? {};
  const { lambda, apigateway } = stack.clients;
  const { lag } = stack.aws;
  for (const [target, name] of [
    ['stage', 'STAGE'],
    ['prod', 'PROD'],
  ] as const) {
    const answer = await stack.ask(target);
    t.true(answer.startsWith(`200 ${greeting ?? ''} `), `${round}: ${answer}`);
    t.true(answer.endsWith(`@${deploymentId ?? ''}`), `${round}: ${answer}`);
    const named = { FunctionName: functionName, Name: name };
    const alias = await lag.truly(() => lambda.send(new GetAliasCommand(named)));
    const journal = parseJournal(alias.Description ?? '');
    t.is(journal?.state, 'accepted', round);
    t.is(journal?.release, id, round);
    t.deepEqual(alias.RoutingConfig?.AdditionalVersionWeights ?? {}, {}, round);
    const { restApiId } = stack.outputs;
    const apiStage = await lag.truly(() =>
      apigateway.send(new GetStageCommand({ restApiId, stageName: target })),
    );
    t.is(apiStage.variables?.LambdaAlias, name, round);
    t.is(apiStage.canarySettings, undefined, round);
  }
  t.is((await stack.alias('RELEASE')).description, 'free', round);
}
