import test, { type ExecutionContext } from 'ava';
import type { RecordedCall } from '../../../../local/aws/calls.ts';
import type { FaultRule } from '../../../../local/aws/faults.ts';
import type { LagSettings } from '../../../../local/lag-settings.ts';
import { parseJournal } from '../../../../stack/journal.ts';
import { formatPair } from '../../../../stack/pair.ts';
import { pointsToRun } from '../../_helpers/matrix.ts';
import { recordedCalls, type Call } from './_calls.ts';
import {
  askTargets,
  assertServed,
  assertWholeAndGated,
  isOf,
  Candidates,
  type Answers,
  type Candidate,
} from './_candidates.ts';
import { startRelease } from './_child.ts';
import { lagOf, lagsToRun, whenLagging } from './_lags.ts';
import { runRelease } from './_release.ts';
import { quickRollout } from './_rollout.ts';
import { createStack, type TestStack } from './_stack.ts';
import { WholePairs } from './_trace.ts';

const kinds = ['throttle', 'fail', 'delay', 'dropBefore', 'dropAfter'] as const;
type Kind = (typeof kinds)[number];

const both = { code: true, api: true };
/** With a rollout by canary a release makes calls that no other makes. */
const targets = { prod: { rollout: { ...quickRollout({ minSamples: 1 }), interval: 0.1 } } };
const delayMs = 50;
/** In the quick form: every so manieth call, another one for each kind of fault. */
const quickStride = { once: 40, forGood: 60 };

/** Stacks at a time, at most: a release spends most of a lasting fault on waiting to try again. */
const lanes = 4;

const runs = kinds.flatMap((kind, index) =>
  lagsToRun(index).map((seconds) => ({
    ...{ kind, index, lag: lagOf(seconds), when: whenLagging(seconds) },
  })),
);

for (const { kind, index, lag, when } of runs) {
  test.serial(`${kind}, once${when}: no call stops a release`, async (t) => {
    t.timeout(900_000);
    const { stack, candidates, whole, calls } = await prepare(t, lag);
    const points = pointsToRun(calls, quickStride.once, index);
    let hits = 0;
    for (const { operation, nth } of points) {
      const point = `${kind} ${operation} ${String(nth)}`;
      const candidate = await candidates.next(point, both);
      stack.aws.calls.clear();
      stack.aws.faults.replace([{ operation, kind, call: nth, delayMs }]);
      const { outcome } = await runRelease(t, stack, { ...candidate, targets });
      stack.aws.faults.clear();
      hits += countHits(stack, operation) > 0 ? 1 : 0;
      t.is(outcome, 'released', point);
      await assertServed(t, stack, candidate, point);
      await note(stack, whole, candidate);
    }
    logHits(t, hits, points);
    t.log(whole.check(stack));
  });

  test.serial(`${kind}, for good${when}: a release succeeds or puts back cleanly`, async (t) => {
    t.timeout(1_800_000);
    const first = await prepare(t, lag);
    const points = pointsToRun(first.calls, quickStride.forGood, index);
    const others = Math.min(lanes, points.length) - 1;
    const prepared = [
      first,
      ...(await Promise.all(Array.from({ length: others }, () => prepare(t, lag)))),
    ];
    const ends = new Map<number | null, number>();
    let hits = 0;
    await Promise.all(
      prepared.map(async ({ stack, candidates, whole }, lane) => {
        for (const call of points.filter((_, place) => place % prepared.length === lane)) {
          const point = `${kind} ${call.operation} from ${String(call.nth)} on`;
          const candidate = await candidates.next(point, both);
          const under = await releaseUnderFault(t, stack, candidate, { call, kind, point });
          hits += under.isHit ? 1 : 0;
          ends.set(under.status, (ends.get(under.status) ?? 0) + 1);
          await runRelease(t, stack, { ...candidate, targets });
          await assertServed(t, stack, candidate, point);
          t.is((await stack.alias('RELEASE')).description, 'free', point);
          await note(stack, whole, candidate);
        }
        t.log(whole.check(stack));
      }),
    );
    t.log([...ends].map(([status, count]) => `exit ${String(status)}: ${count}`).join(', '));
    logHits(t, hits, points);
  });
}

/** A stack with a release, and the calls to AWS that one of code and API definition with a rollout makes. */
async function prepare(t: ExecutionContext, lag: Partial<LagSettings>) {
  const stack = await createStack(t, lag, { hasStandby: true });
  const whole = new WholePairs();
  const candidates = await Candidates.release(t, stack);
  await note(stack, whole, candidates.current);
  const candidate = await candidates.next('recorded', both);
  stack.aws.calls.clear();
  await runRelease(t, stack, { ...candidate, targets });
  const calls = recordedCalls(stack);
  await note(stack, whole, candidate);
  return { stack, candidates, whole, calls };
}

/** Notes what was released just now as a whole. */
async function note(
  stack: TestStack,
  whole: WholePairs,
  { deploymentId: deployment }: Candidate,
): Promise<void> {
  whole.add({ version: (await stack.alias('STAGE')).version, deployment });
}

/** More than a release makes of any operation, retries included. */
const manyCalls = 200;

/** Runs a release in a process of its own: a lock that it cannot give back is found dead then. */
async function releaseUnderFault(
  t: ExecutionContext,
  stack: TestStack,
  candidate: Candidate,
  { call, kind, point }: { call: Call; kind: Kind; point: string },
): Promise<{ readonly status: number | null; readonly isHit: boolean }> {
  const before = await askTargets(stack);
  const { operation, nth } = call;
  const child = await startRelease(t, stack, { ...candidate, targets, id: 'under-fault' });
  const rules = Array.from({ length: manyCalls }, (_, index): FaultRule => {
    return { operation, kind, call: nth + index, delayMs };
  });
  stack.aws.calls.clear();
  stack.aws.faults.replace(rules);
  child.begin();
  const { status, lastWords } = await child.ended();
  stack.aws.faults.clear();
  const isHit = countHits(stack, operation) > 0;
  await assertEnd(t, stack, { status, lastWords, before, candidate, point });
  return { status, isHit };
}

/** What each exit status promises. */
async function assertEnd(
  t: ExecutionContext,
  stack: TestStack,
  end: {
    readonly status: number | null;
    readonly lastWords: string;
    readonly before: Answers;
    readonly candidate: Candidate;
    readonly point: string;
  },
): Promise<void> {
  const { status, lastWords, before, candidate, point } = end;
  await assertWholeAndGated(t, stack, end);
  if (status === 0) {
    await assertServed(t, stack, candidate, point);
    return;
  }
  t.regex(lastWords, /Next: /, point);
  if (status === 3) {
    // What a target had accepted by then stays there, also where it could not be settled any more.
    const now = await askTargets(stack);
    t.true(now.prod === before.prod || isOf(now.prod, candidate), `${point}: prod ${now.prod}`);
    t.true(await isAccepted(stack, 'STAGE', now.stage), `${point}: stage serves ${now.stage}`);
    t.true(await isAccepted(stack, 'PROD', now.prod), `${point}: prod serves ${now.prod}`);
    return;
  }
  t.is(status, 5, `${point}: ${lastWords}`);
  t.regex(lastWords, /Not put back: /, point);
}

/** Whether an alias's journal says that what its target answers was accepted. */
async function isAccepted(stack: TestStack, alias: string, answer: string): Promise<boolean> {
  const journal = parseJournal((await stack.alias(alias)).description);
  return journal?.state === 'accepted' && answer.endsWith(` ${formatPair(journal.pair)}`);
}

/** How many calls of an operation a fault has hit. */
function countHits(stack: TestStack, operation: string): number {
  const isHit = ({ status, durationMs }: RecordedCall) =>
    [0, 400, 429, 500].includes(status) || durationMs >= delayMs / 2;
  return stack.aws.calls
    .list()
    .filter((call) => `${call.service}:${call.operation}` === operation)
    .filter(isHit).length;
}

/** A release polls, the more the slower hosts and this machine are: some calls that were recorded it does not make. */
function logHits(t: ExecutionContext, hits: number, points: readonly Call[]): void {
  t.log(`${String(hits)} of ${String(points.length)} faults met their call`);
  t.true(hits >= 0.8 * points.length - 1);
}
