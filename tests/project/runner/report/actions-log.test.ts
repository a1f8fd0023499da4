import test from 'ava';
import { createActionsLog } from '../../../../runner/report/actions-log.ts';

test('why a release stopped is one annotation, whatever stands in it', (t) => {
  const written: string[] = [];
  const log = createActionsLog((text) => written.push(text));
  log.report({ kind: 'ended', outcome: 'released', status: 0 });
  log.report({ kind: 'ended', outcome: 'red', status: 1, problem: '100 %\n::set-env name=a::b' });
  t.deepEqual(written, ['::error title=Release red::100 %25%0A::set-env name=a::b\n']);
});

const tap = (at: string) =>
  `TAP version 13\nok 1 - fine\nnot ok 2 - greets, twice\n  ---\n    message: no\n    at: '${at}'\n  ...\n1..2\n`;

for (const [title, at] of [
  ['a path from the root', 'tests/api/a.test.ts:12:5'],
  ['an absolute path', '/work/project/tests/api/a.test.ts:12:5'],
  ['a URL', 'Test.<anonymous> (file:///work/project/tests/api/a.test.ts:12:5)'],
  [
    'what comes after a package',
    'file:///work/project/node_modules/b/c.js:1:1)\n      /work/project/tests/api/a.test.ts:12:5',
  ],
] as const) {
  test(`a red test is an annotation where it failed, by ${title}`, (t) => {
    const written: string[] = [];
    const log = createActionsLog((text) => written.push(text), '/work/project');
    const tier = { kind: 'tier', step: 'api-tier-stage', tier: 'api', command: 'ava' } as const;
    log.report({ ...tier, durationMs: 1, isGreen: false, output: tap(at) });
    log.report({ ...tier, durationMs: 1, isGreen: true, output: tap(at) });
    t.is(written.length, 1);
    t.regex(
      written[0] ?? '',
      /^::error file=tests\/api\/a\.test\.ts,line=12,col=5,title=api tier%3A greets%2C twice::/,
    );
  });
}

test('a red test of which nobody says where it is has no place', (t) => {
  const written: string[] = [];
  const log = createActionsLog((text) => written.push(text), '/work/project');
  const at = '/usr/lib/node_modules/x.js:1:1';
  const tier = { kind: 'tier', step: 'unit-tier', tier: 'unit', command: 'ava' } as const;
  log.report({ ...tier, durationMs: 1, isGreen: false, output: tap(at) });
  t.regex(written[0] ?? '', /^::error title=unit tier%3A greets/);
});
