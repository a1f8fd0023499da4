import test from 'ava';
import { buildReport } from '../../../../../runner/report/model/build-report.ts';
import { at, id, putBackReport, target } from '../_reports.ts';

const told = { result: putBackReport().result, routes: null };

test('steps know when they began, how long they took, and what ran beside them', (t) => {
  const { steps, durationMs } = putBackReport();
  t.is(durationMs, 2300);
  t.deepEqual(
    steps.map(({ step, startMs, durationMs: lasted, beside }) => [step, startMs, lasted, beside]),
    [
      ['preflight', 10, 500, ['unit-tier']],
      ['unit-tier', 10, 900, ['preflight']],
      ['judge-prod-10', 950, 1060, []],
    ],
  );
});

test('a step that only a dry run shows, and one whose end nobody told, are steps too', (t) => {
  const { steps } = buildReport(
    at(
      [0, { kind: 'release', release: id, stack: 'dev', dryRun: true }],
      [
        5,
        {
          kind: 'step-ended',
          step: 'version',
          title: 'version',
          outcome: 'planned',
          durationMs: 0,
          detail: 'would publish',
        },
      ],
      [10, { kind: 'step-started', step: 'lambda-tier', title: 'lambda tier' }],
      [110, { kind: 'note', text: 'killed here' }],
    ),
    told,
  );
  t.deepEqual(
    steps.map(({ step, outcome, startMs, durationMs }) => [step, outcome, startMs, durationMs]),
    [
      ['version', 'planned', 5, 0],
      ['lambda-tier', 'unfinished', 10, 100],
    ],
  );
});

test('a wait belongs to the steps that ran then', (t) => {
  t.deepEqual(putBackReport().waits, [
    { atMs: 960, what: 'every host knows alias PROD', seconds: 5, steps: ['judge-prod-10'] },
  ]);
});

test('a target is there before and after; one that could not be read again only before', (t) => {
  const [stage] = putBackReport().targets;
  t.is(stage?.before?.serves.version, '6');
  t.is(stage?.after?.serves.version, '6');
  const [first] = buildReport(
    at([0, { kind: 'targets', when: 'before', targets: [stage?.before ?? t.fail()] }] as never),
    told,
  ).targets;
  t.is(first?.after, null);
});

test('a run of which nothing was told makes a report', (t) => {
  const report = buildReport([], told);
  t.deepEqual([report.steps, report.gates, report.durationMs], [[], [], 0]);
});

test('the candidate of a run in several regions is the one of the home region, whoever told last', (t) => {
  const [home, other] = ['eu-west-1', 'us-east-1'];
  const targets = [home, other].map((region) => ({ ...target('prod', '6'), region }));
  const { candidate } = buildReport(
    at(
      [0, { kind: 'release', release: id, stack: 'dev', dryRun: false }],
      [1, { kind: 'targets', when: 'before', targets }],
      [2, { kind: 'candidate', version: '7', deployment: 'd', region: home }],
      [3, { kind: 'candidate', version: '4', deployment: 'e', region: other }],
    ),
    told,
  );
  t.deepEqual(candidate, { version: '7', deployment: 'd' });
});

test('of too many tests the red ones are kept', (t) => {
  const many = Array.from({ length: 1500 }, (_, index) => `ok ${String(index)} - passes`);
  const report = putBackReport({ output: ['1..1501', ...many, 'not ok 1501 - late'].join('\n') });
  const [gate] = report.gates;
  t.is(gate?.tests?.length, 1000);
  t.like(gate?.tests?.at(-1), { name: 'late', outcome: 'failed' });
});
