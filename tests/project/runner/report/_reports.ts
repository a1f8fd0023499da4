import type { ReleaseEvent } from '../../../../runner/report/events.ts';
import { buildReport } from '../../../../runner/report/model/build-report.ts';
import type { ReportData } from '../../../../runner/report/model/report-data.ts';
import type { TimedEvent } from '../../../../runner/report/recorder.ts';
import type { Judged, TargetSeen } from '../../../../runner/report/seen.ts';

const begun = Date.parse('2026-11-23T05:15:12Z');

/** Events at these milliseconds after the beginning. */
export function at(
  ...events: readonly (readonly [ms: number, event: ReleaseEvent])[]
): TimedEvent[] {
  return events.map(([ms, event]) => ({ at: new Date(begun + ms).toISOString(), ...event }));
}

export const id = '20261123T051512-1f0c';

export const target = (name: string, version: string): TargetSeen => ({
  name,
  url: `https://api.test/${name}`,
  restApiId: 'api',
  apiStage: name,
  alias: name.toUpperCase(),
  serves: { version, deployment: 'a1b2c3' },
  shares: [],
  standby: { alias: `${name.toUpperCase()}_STANDBY`, version: '5' },
});

/** A look in which the candidate fails more often. */
export const judged = (look: number, percent = 10): Judged => ({
  step: `judge-prod-${String(percent)}`,
  target: 'prod',
  percent,
  look,
  of: 4,
  verdict: look === 2 ? 'fail' : 'inconclusive',
  reasons: ['probes: 9 of 40 answers of the candidate failed, 1 of 360 of the one before'],
  level: 0.0003,
  minSamples: 30,
  sources: [
    {
      source: 'probes',
      candidate: { count: 20 * look, errors: 9, medianMs: 12.3, p95Ms: 31 },
      baseline: { count: 180 * look, errors: 1, medianMs: 11.9, p95Ms: 29 },
      unanswered: 0,
      measures: [
        {
          metric: 'errors',
          difference: 0.222,
          low: 0.05,
          high: 0.45,
          threshold: 0,
          p: 1e-7,
          isRed: look === 2,
        },
        {
          metric: 'latency',
          difference: 0.02,
          low: -0.3,
          high: 0.34,
          threshold: 0.3,
          p: 0.4,
          isRed: false,
        },
      ],
    },
  ],
});

interface Names {
  readonly subject?: string;
  readonly output?: string;
  readonly problem?: string;
  readonly route?: string;
}

/** A release that was put back in a rollout, with names that others chose. */
export function putBackReport({
  subject = 'Greet in Welsh',
  output = 'TAP version 13\n1..2\nok 1 - greets\nnot ok 2 - greets by name\n',
  problem = 'The judge is red',
  route = 'GET /greeting',
}: Names = {}): ReportData {
  const ended = (step: string, durationMs: number, outcome: 'done' | 'failed' = 'done') =>
    ({ kind: 'step-ended', step, title: step, outcome, durationMs, detail: subject }) as const;
  const started = (step: string) => ({ kind: 'step-started', step, title: step }) as const;
  const before = [target('stage', '6'), target('prod', '6')];
  const events = at(
    [0, { kind: 'release', release: id, stack: 'dev', dryRun: false }],
    [1, { kind: 'source', commit: '0123456789ab-dirty', subject }],
    [10, started('preflight')],
    [10, started('unit-tier')],
    [510, ended('preflight', 500)],
    [
      900,
      {
        kind: 'tier',
        step: 'unit-tier',
        tier: 'unit',
        command: 'ava --tap',
        isGreen: true,
        durationMs: 890,
        output,
      },
    ],
    [910, ended('unit-tier', 900)],
    [
      920,
      { kind: 'bundle', bytes: 2048, codeSha256: 'hash=', shares: [{ name: subject, bytes: 9 }] },
    ],
    [930, { kind: 'targets', when: 'before', targets: before }],
    [940, { kind: 'candidate', version: '7', deployment: 'a1b2c3', codeSha256: 'hash=' }],
    [
      945,
      { kind: 'resource', operation: 'replace', type: 'a:b:C', name: subject, properties: ['x'] },
    ],
    [950, started('judge-prod-10')],
    [960, { kind: 'wait', what: 'every host knows alias PROD', seconds: 5 }],
    [1500, { kind: 'judged', ...judged(1) }],
    [2000, { kind: 'judged', ...judged(2) }],
    [2010, ended('judge-prod-10', 1060, 'failed')],
    [2100, { kind: 'note', text: `  ${subject}` }],
    [2200, { kind: 'targets', when: 'after', targets: before }],
    [
      2200,
      {
        kind: 'calls',
        calls: [{ service: 'Lambda', operation: 'GetAlias', calls: 12, retries: 1, refused: 0 }],
      },
    ],
    [2300, { kind: 'ended', outcome: 'red', status: 1, problem }],
  );
  const result = {
    version: 1,
    command: 'release',
    stack: 'dev',
    outcome: 'red',
    status: 1,
    failedStep: 'judge-prod-10',
    problem,
    resource: null,
    putBack: ['prod'],
    notPutBack: [],
    serving: before.map(({ name, serves }) => ({ target: name, ...serves, shares: [] })),
    lastKnown: null,
    next: { text: 'mend the code, then', command: 'npm run release', note: null, or: [] },
    release: id,
    steps: [],
  } as const;
  const releasing = {
    stats: [
      {
        target: 'prod',
        ...{ releases: 7, perWeek: 3.5, leadTimeMs: 5_400_000, putBackRate: 0.25, restoreMs: null },
      },
    ],
    weeks: [
      { from: '2026-11-09T05:15:12.000Z', released: 3, takenBack: 0 },
      { from: '2026-11-16T05:15:12.000Z', released: 4, takenBack: 2 },
    ],
  };
  const routes = { added: [route], removed: [], kept: 3 };
  return buildReport(events, { result, routes, releasing });
}
