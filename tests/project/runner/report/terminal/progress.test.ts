import { stripVTControlCharacters } from 'node:util';
import test from 'ava';
import type { ReleaseEvent } from '../../../../../runner/report/events.ts';
import { judged, target } from '../_reports.ts';
import { createProgress } from '../../../../../runner/report/terminal/progress.ts';

const started = (step: string): ReleaseEvent => ({ kind: 'step-started', step, title: step });
const ended = (step: string, outcome: 'done' | 'failed' = 'done'): ReleaseEvent => ({
  kind: 'step-ended',
  step,
  title: step,
  outcome,
  durationMs: 1200,
  detail: 'as told',
});

interface Setting {
  readonly isTTY: boolean;
  readonly columns?: number;
  readonly env?: Readonly<Record<string, string>>;
}

/** What is on the screen after each event: what stays, and what is drawn again. */
function show({ isTTY, columns = 80, env = {} }: Setting, ...events: readonly ReleaseEvent[]) {
  const written: string[] = [];
  let ms = 0;
  const screen = { isTTY, columns, write: (text: string) => written.push(text) };
  const progress = createProgress(screen, env, () => (ms += 1000));
  events.forEach((event) => {
    progress.report(event);
  });
  progress.close();
  return written;
}

/** What a terminal shows in the end. */
function replay(written: readonly string[]): string[] {
  const lines: string[] = [];
  for (const text of written) {
    // oxlint-disable-next-line no-control-regex -- what moves the cursor
    const [, up] = /^\u001B\[(\d+)A\u001B\[J/.exec(text) ?? [];
    lines.splice(lines.length - Number(up ?? 0));
    lines.push(...stripVTControlCharacters(text).split('\n').slice(0, -1));
  }
  return lines;
}

const done = '  ✓ bundle                            1.2 s  as told';

test('on a pipe there are plain lines, and none for what is running', (t) => {
  t.deepEqual(show({ isTTY: false }, started('bundle'), ended('bundle')), [`${done}\n`]);
});

test('on a terminal each step that runs has a line, and what it waits for', (t) => {
  const events = [
    started('bundle'),
    started('provision'),
    { kind: 'wait', what: 'every host knows alias PROD', seconds: 60 } as const,
  ];
  const written = show({ isTTY: true, columns: 200 }, ...events);
  const last = replay(written.slice(0, -1));
  t.regex(last[0] ?? '', /^ {4}waits 60\.0 s, until every host knows alias PROD$/);
  t.regex(last[1] ?? '', /^ {2}⠋ bundle +\d\.0 s$/);
  t.regex(last[2] ?? '', /^ {2}⠋ provision +\d\.0 s {2}\d\d\.0 s at most, until every host knows/);
  t.is(last.length, 3);
  t.is(replay(written).length, 1, 'nothing is left of them in the end');
});

test('what has ended stays above what runs', (t) => {
  const written = show({ isTTY: true }, started('a'), started('bundle'), ended('bundle'));
  const [first, second] = replay(written.slice(0, -1));
  t.is(first, done);
  t.regex(second ?? '', /^ {2}⠋ a /);
});

test('no line that is drawn again is as wide as the window', (t) => {
  const wait = { kind: 'wait', what: 'x'.repeat(300), seconds: 9 } as const;
  for (const columns of [20, 80, 200]) {
    const [, again = ''] = show({ isTTY: true, columns }, started('a'), wait).slice(0, -1);
    const lines = stripVTControlCharacters(again).split('\n').slice(-3, -1);
    t.regex(lines[0] ?? '', /^ {2}⠋ a/);
    t.true(lines.every((line) => line.length < columns));
  }
});

test('colours mean something, and NO_COLOR takes them away', (t) => {
  const red = '\u001B[31m✗';
  t.true(show({ isTTY: true }, ended('a', 'failed')).join('').includes(red));
  const without = [
    show({ isTTY: true, env: { NO_COLOR: '1' } }, ended('a', 'failed')),
    show({ isTTY: false }, ended('a', 'failed')),
  ];
  for (const written of without) {
    t.false(written.join('').includes('\u001B[3'));
    t.true(written.join('').includes('✗ a'));
  }
});

test('a tier that runs counts its tests, and a red one stays with its place', (t) => {
  const told = (name: string, outcome: 'passed' | 'failed'): ReleaseEvent => ({
    kind: 'test',
    step: 'a',
    name,
    outcome,
    ...(outcome === 'failed' && { place: { file: 'tests/api/x.test.ts', line: 4 } }),
  });
  const events = [started('a'), told('one', 'passed'), told('two', 'failed')];
  const [red = '', live = ''] = replay(show({ isTTY: true }, ...events).slice(0, -1));
  t.is(red, '    ✗ two  tests/api/x.test.ts:4');
  t.regex(live, /2 tests, 1 red$/);
  const ending = replay(show({ isTTY: false }, ...events, ended('a', 'failed')));
  t.is(
    ending.at(-1)?.trimEnd(),
    '  ✗ a                                 1.2 s  as told, 2 tests, 1 red',
  );
});

test('a step tells how long it may take, and for what', (t) => {
  const atMost = { seconds: 90, until: 'it was watched long enough' };
  const events = [{ kind: 'step-started', step: 'a', title: 'bake prod', atMost }] as const;
  const [line = ''] = replay(show({ isTTY: true, columns: 120 }, ...events).slice(0, -1));
  t.regex(line, /bake prod +\d\.0 s {2}1 min 2\d s at most, until it was watched long enough$/);
});

test('in several regions each look names the versions of its own', (t) => {
  const seenIn = (region: string, before: string, version: string) =>
    [
      { ...target('prod', before), region },
      { kind: 'candidate', region, version, deployment: 'd' } as const,
      { kind: 'judged', ...judged(1), region } as const,
    ] as const;
  const [home, other] = [seenIn('eu-west-1', '6', '7'), seenIn('us-east-1', '3', '4')];
  const told = show(
    { isTTY: false },
    { kind: 'targets', when: 'before', targets: [home[0], other[0]] },
    ...[home[1], other[1], home[2], other[2]],
  );
  const shares = told.join('').match(/^.*░.*$/gm) ?? [];
  t.deepEqual(
    shares.map((line) => line.match(/\d+@\w+/g)),
    [
      ['6@a1b2c3', '7@d'],
      ['3@a1b2c3', '4@d'],
    ],
  );
});
