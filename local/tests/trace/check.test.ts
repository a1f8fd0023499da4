import test from 'ava';

import { checkTrace, ForbiddenAnswer } from '../../trace/check.ts';
import type { Write } from '../../trace/writes.ts';

const start = Date.parse('2026-01-01T00:00:00Z');
const writes: Write[] = [
  { kind: 'alias', at: start, name: 'PROD', version: '1', weights: {} },
  { kind: 'alias', at: start, name: 'NEXT', version: '2', weights: {} },
  ...[
    { at: start, deployment: 'a', alias: 'PROD' },
    { at: start + 1000, deployment: 'b', alias: 'NEXT' },
  ].map((side) => ({ kind: 'stage', name: 'prod', isClosed: false, ...side }) as const),
  { kind: 'alias', at: start + 3000, name: 'PROD', version: '2', weights: {} },
];
const whole = new Set(['1@a', '2@b']);
const rule = {
  allowed: (_stage: string, { version, deployment }: { version: string; deployment: string }) =>
    whole.has(`${version}@${deployment}`),
};

test('a trace is clean as long as no host can give a forbidden answer', (t) => {
  t.notThrows(() => checkTrace(writes, { alias: 0, stage: 0 }, rule));
  t.notThrows(() => checkTrace(writes, { alias: 60, stage: 2 }, rule));
  t.notThrows(() => checkTrace([], { alias: 60, stage: 2 }, rule));
});

test('the first forbidden answer is told with its time and the writes behind it', (t) => {
  const error = t.throws(() => checkTrace(writes, { alias: 0, stage: 2.5 }, rule), {
    instanceOf: ForbiddenAnswer,
  });
  t.is(
    error.message,
    'prod could answer with 2@a, which is not allowed, at 2026-01-01T00:00:03.000Z and for 500 ms: ' +
      'a host could see stage prod to deployment a and alias PROD (3000 ms before) and ' +
      'alias PROD to 2 (0 ms before).',
  );
  t.like(error.answer, { stage: 'prod', pair: { version: '2', deployment: 'a' } });
  t.like(error.answer, { from: start + 3000, until: start + 3500 });
});

test('an answer that becomes forbidden while it is possible is found when it does', (t) => {
  const allowed = (_stage: string, { version }: { version: string }, at: number): boolean =>
    version === '1' || at < start + 2000;
  const bounds = { alias: 0, stage: 0 };
  const late = { allowed, changesAt: [start + 2000] };
  const error = t.throws(() => checkTrace(writes, bounds, late), { instanceOf: ForbiddenAnswer });
  t.is(error.at, start + 2000);
  t.regex(error.message, /2@b, which is not allowed, at 2026-01-01T00:00:02.000Z and from then on/);
});
