import type { CallCounts } from './aws-calls.ts';
import { loadAims, type MeasuredLoad } from './load.ts';
import type { Machine } from './machine.ts';
import type { MeasuredKind } from './rounds.ts';
import type { Series } from './series.ts';
import type { MeasuredScale } from './scale.ts';
import type { MeasuredSaves } from './saves.ts';
import { spreadOf, type Spread } from './statistics.ts';
import { formatFigures } from './table.ts';

export interface Results {
  readonly machine: Machine;
  readonly kinds: readonly MeasuredKind[];
  readonly series: Series;
  readonly load: MeasuredLoad;
  readonly saves: MeasuredSaves;
  readonly scale: readonly MeasuredScale[];
}

/** Plain text, to be pasted. */
export function formatResults({ machine, kinds, series, load, saves, scale }: Results): string {
  return [
    describeMachine(machine),
    ...[formatDurations(kinds), formatCalls(kinds, series), formatPulumi(kinds)],
    ...kinds.filter(({ runs }) => runs.some(({ steps }) => steps.length > 0)).map(formatSteps),
    formatLoad(load),
    formatSaves(saves),
    formatScale(scale),
  ].join('\n\n');
}

function describeMachine(machine: Machine): string {
  const { cpu, cores, memoryGiB, system, node, pulumi, loadBefore } = machine;
  return [
    `${cpu}, ${String(cores)} cores, ${String(memoryGiB)} GiB, ${system}; Node ${node}, Pulumi CLI ${pulumi}.`,
    `Load average before: ${loadBefore.map((load) => load.toFixed(2)).join(' ')}.`,
    'The AWS is the embedded one, not running before each command: propagation, throttling and',
    'cold starts of AWS are not in these figures. Dependencies, toolchain and compile cache are there.',
  ].join('\n');
}

function formatDurations(kinds: readonly MeasuredKind[]): string {
  const rows = kinds.map(({ kind, aimMs, runs }) => {
    const { median, min, max } = spreadOf(runs.map(({ durationMs }) => durationMs));
    return [kind, seconds(median), seconds(min), seconds(max), seconds(aimMs), String(runs.length)];
  });
  return formatFigures([['whole command', 'median', 'min', 'max', 'aim', 'runs'], ...rows]);
}

const callers: readonly (readonly [title: string, keyof CallCounts])[] = [
  ['AWS calls in all', 'aws'],
  ['  by the runner', 'runner'],
  ['  by the provider', 'provider'],
  ['  by the lambda tier', 'lambdaTier'],
  ['requests to a stage’s URL', 'requests'],
];

function formatCalls(kinds: readonly MeasuredKind[], series: Series): string {
  const rows = callers.map(([title, caller]) => [
    title,
    ...kinds.map(({ runs }) => String(spreadOf(runs.map(({ calls }) => calls[caller])).median)),
  ]);
  const inSeries = kinds.map(({ kind }) => String(series[kind]?.length ?? ''));
  const table = formatFigures([
    ['calls', ...kinds.map(({ kind }) => kind)],
    ...rows,
    ['AWS calls in series (when each takes a while)', ...inSeries],
  ]);
  const chain = series['code release'] ?? [];
  return `${table}\nIn series in a code release: ${chain.join(', ')}.`;
}

function formatPulumi(kinds: readonly MeasuredKind[]): string {
  const rows = kinds.map(({ kind, runs }) => {
    const { median } = spreadOf(runs.map(({ pulumiStarts }) => pulumiStarts.length));
    return [kind, String(median), runs.at(-1)?.pulumiStarts.join(', ') ?? ''];
  });
  return formatFigures([['Pulumi CLI', 'starts', 'commands'], ...rows]);
}

function formatSteps({ kind, runs }: MeasuredKind): string {
  const titles = [...new Set(runs.flatMap(({ steps }) => steps.map(({ title }) => title)))];
  const rows = titles.map((title) => {
    const durations = runs.flatMap(({ steps }) =>
      steps.filter((step) => step.title === title).map(({ durationMs }) => durationMs),
    );
    const { median, min, max } = spreadOf(durations);
    return [title, seconds(median), seconds(min), seconds(max)];
  });
  return formatFigures([[`step of a ${kind}`, 'median', 'min', 'max'], ...rows]);
}

function formatLoad(load: MeasuredLoad) {
  const { connections, rounds, requests, requestsPerSecond, latency, paced, memory } = load;
  const row = (title: string, { median, min, max }: Spread, digits: number) => [
    title,
    ...[median, min, max].map((value) => value.toFixed(digits)),
  ];
  const setting = `${String(connections)} connections, ${String(requests)} requests in ${String(rounds)} rounds`;
  const table = formatFigures([
    [`GET /greeting, warm, throttling lifted (${setting})`, 'median', 'min', 'max'],
    row('requests per second', requestsPerSecond, 0),
    row('latency p50, ms', latency.p50, 1),
    row('latency p95, ms', latency.p95, 1),
    row('latency p99, ms', latency.p99, 1),
  ]);
  const all = memory.requestsEach * memory.megabytes.length;
  return [
    table,
    `Aim: ${String(loadAims.requestsPerSecond)} requests per second.`,
    `At ${String(paced.perSecond)} requests per second: ${paced.p50.toFixed(1)} ms at the median (aim: ${String(loadAims.pacedP50)}).`,
    `Memory of the server, after each ${String(memory.requestsEach)} of ${String(all)} requests, MB: ${memory.megabytes.map((megabytes) => megabytes.toFixed(0)).join(' ')} (aim: flat).`,
  ].join('\n');
}

function formatSaves({ saves, aimMs, servedMs: { median, min, max } }: MeasuredSaves): string {
  return formatFigures([
    [`npm run dev (${String(saves)} saves of the handler)`, 'median', 'min', 'max', 'aim'],
    ['saved to served, ms', ...[median, min, max, aimMs].map((ms) => ms.toFixed(0))],
  ]);
}

function formatScale(scale: readonly MeasuredScale[]) {
  const rows = scale.map(({ command, few, many, aim }) => [
    `${command}, ${many.size} against ${few.size}`,
    ...[many, few].map(({ durationMs }) => seconds(durationMs.median)),
    (many.durationMs.median / few.durationMs.median).toFixed(2),
    aim.toFixed(2),
  ]);
  return formatFigures([['more of something', 'many', 'few', 'ratio', 'aim'], ...rows]);
}

export function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(2)} s`;
}
