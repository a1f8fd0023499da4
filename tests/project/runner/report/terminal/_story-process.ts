// Shows a release that never was, with a clock that goes on by a second an event: what a screen shows of it can
// be held to the letter.

import { createActionsLog } from '../../../../../runner/report/actions-log.ts';
import type { ReleaseEvent } from '../../../../../runner/report/events.ts';
import type { SideSeen } from '../../../../../runner/report/seen.ts';
import { createProgress } from '../../../../../runner/report/terminal/progress.ts';

const start = (step: string, title: string, seconds?: number, until = ''): ReleaseEvent => ({
  kind: 'step-started',
  step,
  title,
  ...(seconds !== undefined && { atMost: { seconds, until } }),
});
const end = (
  step: string,
  title: string,
  durationMs: number,
  detail = '',
  outcome: 'done' | 'failed' = 'done',
): ReleaseEvent => ({ kind: 'step-ended', step, title, outcome, durationMs, detail });
const side = (count: number, errors: number, medianMs: number): SideSeen => ({
  count,
  errors,
  medianMs,
  p95Ms: medianMs * 3,
});
const six = { version: '6', deployment: 'd4e5f6' };
const seven = { version: '7', deployment: 'd4e5f6' };
const prod = { name: 'prod', url: 'https://api.test/prod', restApiId: 'r1', apiStage: 'prod' };
const look = (number: number, errors: number): ReleaseEvent => ({
  kind: 'judged',
  step: 'judge-prod-10',
  target: 'prod',
  percent: 10,
  look: number,
  of: 4,
  verdict: errors > 9 ? 'fail' : number === 1 ? 'inconclusive' : 'pass',
  reasons: ['probes: only 12 of 50 answers of the candidate yet'],
  level: 0.001,
  minSamples: 50,
  sources: [
    {
      source: 'probes',
      candidate: side(12 * number, errors, 14),
      baseline: side(12 * number, 0, 12),
      unanswered: 0,
      measures: [],
    },
    {
      source: 'CloudWatch',
      candidate: side(40 * number, errors, 9),
      baseline: side(360 * number, 1, 8.5),
      unanswered: 0,
      measures: [],
    },
  ],
});
const resource = (operation: string, type: string, name: string, ...properties: string[]) =>
  ({ kind: 'resource', operation, type: `aws:x/y:${type}`, name, properties }) as const;
const red =
  'The judge is red: probes: 10 of 36 answers of the candidate failed, 0 of 36 of the one before';

const story: readonly ReleaseEvent[] = [
  { kind: 'release', release: '20261123T051512-1f0c', stack: 'dev', dryRun: false },
  start('unit-tier', 'unit tier', 300, 'its tests have ended'),
  start('bundle', 'bundle'),
  { kind: 'test', step: 'unit-tier', name: 'greets', outcome: 'passed' },
  {
    kind: 'test',
    step: 'unit-tier',
    name: 'greets by name',
    outcome: 'failed',
    place: { file: 'tests/unit/greeting.test.ts', line: 12 },
  },
  end('bundle', 'bundle', 412, '28.1 kB'),
  end('unit-tier', 'unit tier', 1530, '', 'failed'),
  start('provision', 'provision'),
  resource('update', 'Function', 'function', 'timeout', 'memorySize'),
  resource('replace', 'Deployment', 'deployment', 'triggers'),
  resource('delete', 'Permission', 'old-permission'),
  {
    kind: 'note',
    text: '  warning: a very long warning that some provider gives about a resource, of which nobody knows why it is so long',
  },
  { kind: 'advance', step: 'provision', done: 2, of: 3, what: 'Deployment deployment' },
  end('provision', 'provision', 6800, '3 resources changed'),
  { kind: 'candidate', ...seven },
  {
    kind: 'targets',
    when: 'before',
    targets: [
      {
        ...prod,
        alias: 'PROD',
        serves: six,
        shares: [],
        standby: { alias: 'PROD_STANDBY', version: '6' },
      },
    ],
  },
  start('shift-prod-10', 'shift 10 % of prod'),
  { kind: 'wait', what: 'every host knows the weights of alias PROD', seconds: 60 },
  end('shift-prod-10', 'shift 10 % of prod', 60_100),
  start('judge-prod-10', 'judge 10 % of prod', 600, '300 s are over, with enough answers'),
  look(1, 0),
  look(2, 1),
  look(3, 10),
  end('judge-prod-10', 'judge 10 % of prod', 225_000, '', 'failed'),
  { kind: 'note', text: 'Interrupted: putting back what was changed.' },
  { kind: 'ended', outcome: 'red', status: 1, problem: red, putBack: ['prod'], notPutBack: [] },
];

let ms = 0;
const reporters = [
  createProgress(process.stderr, process.env, () => (ms += 500)),
  ...(process.env.GITHUB_ACTIONS === 'true'
    ? [createActionsLog((text) => process.stderr.write(text))]
    : []),
];
for (const event of story) {
  reporters.forEach((reporter) => {
    reporter.report(event);
  });
}
reporters.forEach((reporter) => {
  reporter.close();
});
