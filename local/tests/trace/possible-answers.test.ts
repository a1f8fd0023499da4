import test from 'ava';
import fc from 'fast-check';

import { History } from '../../aws/lag/history.ts';
import { possibleAnswers, type PossibleAnswer } from '../../trace/possible-answers.ts';
import type { AliasWrite, Bounds, Deletion, StageWrite, Write } from '../../trace/writes.ts';

const alias = (at: number, version: string, weights = {}, name = 'PROD'): AliasWrite => ({
  ...{ kind: 'alias', at, name, version, weights },
});
const stage = (at: number, deployment: string, more: Partial<StageWrite> = {}): StageWrite => ({
  ...{ kind: 'stage', at, name: 'prod', deployment, alias: 'PROD', isClosed: false },
  ...more,
});

/** `1@a 100-200` */
const inShort = ({ pair, from, until }: PossibleAnswer): string =>
  `${pair.version}@${pair.deployment} ${String(from)}-${String(until)}`;

const answersOf = (writes: readonly Write[], bounds: Bounds): string[] =>
  possibleAnswers(writes, bounds).map(inShort);

const none = { alias: 0, stage: 0 };

test('without a bound an answer ends with the write that replaces it', (t) => {
  const writes = [alias(0, '1'), stage(0, 'a'), alias(100, '2'), stage(200, 'b')];
  t.deepEqual(answersOf(writes, none), ['1@a 0-100', '2@a 100-200', '2@b 200-Infinity']);
});

test('a replaced value is seen until its bound has passed, beside any other', (t) => {
  const writes = [alias(0, '1'), stage(0, 'a'), alias(100, '2'), stage(200, 'b')];
  t.deepEqual(answersOf(writes, { alias: 1, stage: 0.05 }), [
    '1@a 0-250',
    '2@a 100-250',
    '1@b 200-1100',
    '2@b 200-Infinity',
  ]);
});

test('what is closed or not there answers nobody', (t) => {
  const gone = (at: number, kind: Deletion['kind'], name: string): Deletion => ({
    ...{ kind, at, name, isDeleted: true },
  });
  const writes = [
    ...[stage(0, 'a', { isClosed: true }), stage(100, 'a'), alias(200, '1')],
    ...[gone(300, 'alias', 'PROD'), alias(400, '2'), gone(500, 'stage', 'prod')],
  ];
  t.deepEqual(answersOf(writes, none), ['1@a 200-300', '2@a 400-500']);
  t.deepEqual(answersOf([stage(0, 'a', { alias: '' }), alias(0, '1')], none), []);
});

test('weights and canaries answer too, and all of them leave nothing for the rest', (t) => {
  const canary = { deployment: 'b', alias: 'NEXT', percent: 10 };
  const next = alias(0, '3', {}, 'NEXT');
  const writes = [alias(0, '1', { 2: 0.1 }), next, stage(0, 'a', { canary })];
  const at = (pairs: string[]) => pairs.map((pair) => `${pair} 0-Infinity`);
  t.deepEqual(answersOf(writes, none), at(['1@a', '2@a', '3@b']));
  const all = [alias(0, '1', { 2: 1 }), next, stage(0, 'a', { canary: { ...canary, percent: 0 } })];
  t.deepEqual(answersOf(all, none), at(['2@a']));
  const whole = [alias(0, '1'), next, stage(0, 'a', { canary: { ...canary, percent: 100 } })];
  t.deepEqual(answersOf(whole, none), at(['3@b']));
});

// Brute force: hosts that learn of each write after some delay, as the embedded AWS has them.

const bounds = { alias: 0.1, stage: 0.25 };
const boundMs = { alias: 100, stage: 250 };

const write = fc.oneof(
  fc.record({
    kind: fc.constant('alias' as const),
    name: fc.constantFrom('PROD', 'NEXT'),
    version: fc.constantFrom('1', '2', '3'),
    weights: fc.constantFrom({}, { 9: 0.5 }, { 8: 1 }),
  }),
  fc.record({
    kind: fc.constant('stage' as const),
    name: fc.constantFrom('prod', 'stage'),
    deployment: fc.constantFrom('a', 'b'),
    alias: fc.constantFrom('PROD', 'NEXT', ''),
    isClosed: fc.boolean(),
    canary: fc.constantFrom(undefined, { deployment: 'c', alias: 'NEXT', percent: 20 }),
  }),
  fc.record({
    kind: fc.constantFrom('alias' as const, 'stage' as const),
    name: fc.constantFrom('PROD', 'prod'),
    isDeleted: fc.constant(true as const),
  }),
);

const traces = fc.array(fc.tuple(fc.nat(120), write), { maxLength: 10 }).map((steps) => {
  let at = 1000;
  return steps.map(([pause, { ...made }]): Write => {
    at += pause;
    const { canary, ...rest } = { canary: undefined, ...made };
    return { at, ...rest, ...(canary && { canary }) };
  });
});

/** What a host sees of one resource, when it learns of each write after its delay. */
function seen(
  writes: readonly Write[],
  named: Pick<Write, 'kind' | 'name'>,
  delayOf: (write: Write) => number,
  at: number,
): Write | undefined {
  const history = new History<Write>(undefined);
  for (const made of writes) {
    if (made.kind === named.kind && made.name === named.name) {
      history.write('isDeleted' in made ? undefined : made, made.at, [delayOf(made)]);
    }
  }
  return history.seenBy(0, at);
}

/** What the host may answer at a stage, as `version@deployment`. */
function answersOfHost(
  writes: readonly Write[],
  stageName: string,
  delayOf: (write: Write) => number,
  at: number,
): Set<string> {
  const found = seen(writes, { kind: 'stage', name: stageName }, delayOf, at);
  if (found?.kind !== 'stage' || 'isDeleted' in found || found.isClosed) {
    return new Set();
  }
  const sides = found.canary === undefined ? [found] : [found, found.canary];
  return new Set(
    sides.flatMap(({ alias: name, deployment }) => {
      const value = seen(writes, { kind: 'alias', name }, delayOf, at);
      if (value?.kind !== 'alias' || 'isDeleted' in value) {
        return [];
      }
      const { version, weights } = value;
      const versions = '8' in weights ? ['8'] : [version, ...Object.keys(weights)];
      return versions.map((name) => `${name}@${deployment}`);
    }),
  );
}

test('every answer of every simulated host is among them', (t) => {
  fc.assert(
    fc.property(
      traces,
      fc.infiniteStream(fc.double({ min: 0, max: 0.999, noNaN: true })),
      (writes, random) => {
        const delays = new Map(
          writes.map((made) => [made, (random.next().value ?? 0) * boundMs[made.kind]]),
        );
        const delayOf = (made: Write): number => delays.get(made) ?? 0;
        const answers = possibleAnswers(writes, bounds);
        for (let at = 1000; at < 2600; at += 23) {
          for (const name of ['prod', 'stage']) {
            for (const pair of answersOfHost(writes, name, delayOf, at)) {
              const found = answers.some(
                ({ stage: of, pair: { version, deployment }, from, until }) =>
                  of === name && pair === `${version}@${deployment}` && from <= at && at < until,
              );
              t.true(found, `${name} answered ${pair} at ${String(at)}`);
            }
          }
        }
      },
    ),
  );
});

test('each of them is what a host answers that learns of some writes at once and of some late', (t) => {
  fc.assert(
    fc.property(traces, (writes) => {
      for (const { stage: name, pair, from, until, because } of possibleAnswers(writes, bounds)) {
        const moments = [
          from,
          (from + Math.min(until, from + 1000)) / 2,
          Math.min(until, 9000) - 0.01,
        ];
        for (const at of moments) {
          const order = new Map(writes.map((made, index) => [made, index]));
          const delayOf = (made: Write): number => {
            const value = because.find((one) => one.kind === made.kind && one.name === made.name);
            const isLater = value !== undefined && (order.get(made) ?? 0) > (order.get(value) ?? 0);
            return isLater ? boundMs[made.kind] : 0;
          };
          t.true(
            answersOfHost(writes, name, delayOf, at).has(`${pair.version}@${pair.deployment}`),
          );
        }
      }
    }),
  );
});
