import type { ReleaseEvent } from '../events.ts';
import type { TimedEvent } from '../recorder.ts';
import { isOfHome } from '../home-candidate.ts';
import { buildSteps, type Started } from './build-steps.ts';
import { reportVersion, type ReportData } from './report-data.ts';
import { labelOf } from '../../../stack/target-label.ts';
import { readTests } from './read-tests.ts';

type Event<Kind extends ReleaseEvent['kind']> = Extract<TimedEvent, { readonly kind: Kind }>;

/** Characters that are kept of what a tier printed: the page has to stay small. */
const longestOutput = 16_000;
/** How many tests, notes and looks are kept; of more the report would be no use. */
const most = 1000;

/** What the report of a run says besides its events. */
export interface Told {
  readonly result: ReportData['result'];
  readonly routes: ReportData['routes'];
  readonly releasing?: ReportData['releasing'];
}

/**
 * Makes a report of what a release or rollback told.
 *
 * @param events in order; those of `--events` are the same.
 */
export function buildReport(
  events: readonly TimedEvent[],
  { result, routes, releasing = null }: Told,
): ReportData {
  const [first] = events;
  const startedAt = first?.at ?? new Date(0).toISOString();
  const since = (at: string) => Math.max(0, Date.parse(at) - Date.parse(startedAt));
  const durationMs = since(events.at(-1)?.at ?? startedAt);
  const steps = buildSteps(startedSteps(events, since), durationMs);
  const source = findLast(events, 'source');
  const bundle = findLast(events, 'bundle');
  const before = only(events, 'targets').find(({ when }) => when === 'before');
  const candidate = only(events, 'candidate').findLast((each) => isOfHome(each, before?.targets));
  return {
    version: reportVersion,
    kind: events.some(({ kind }) => kind === 'rollback') ? 'rollback' : 'release',
    id: result.release ?? '',
    stack: result.stack,
    startedAt,
    durationMs,
    result,
    source: { commit: source?.commit ?? null, subject: source?.subject ?? null },
    bundle: bundle ? buildBundle(bundle) : null,
    candidate: candidate
      ? {
          version: candidate.version,
          deployment: candidate.deployment,
          ...(candidate.codeSha256 !== undefined && { codeSha256: candidate.codeSha256 }),
        }
      : null,
    resources: only(events, 'resource').map(({ operation, type, name, properties }) => ({
      operation,
      type,
      name,
      properties,
    })),
    routes,
    steps,
    gates: only(events, 'tier').map(buildGate),
    looks: only(events, 'judged')
      .slice(-most)
      .map(({ at, kind: _, ...look }) => ({ atMs: since(at), ...look })),
    targets: buildTargets(events),
    waits: buildWaits(events, since),
    releasing,
    notes: only(events, 'note')
      .slice(-most)
      .map(({ at, text }) => ({ atMs: since(at), text: text.trim() })),
    calls: findLast(events, 'calls')?.calls ?? [],
  };
}

function only<Kind extends ReleaseEvent['kind']>(
  events: readonly TimedEvent[],
  kind: Kind,
): Event<Kind>[] {
  return events.filter((event): event is Event<Kind> => event.kind === kind);
}

function findLast<Kind extends ReleaseEvent['kind']>(
  events: readonly TimedEvent[],
  kind: Kind,
): Event<Kind> | undefined {
  return only(events, kind).at(-1);
}

/** Steps in the order in which they began, each with its end where that was told. */
function startedSteps(
  events: readonly TimedEvent[],
  since: (at: string) => number,
): readonly Started[] {
  const started: Started[] = [];
  for (const event of events) {
    if (event.kind === 'step-started') {
      started.push({ step: event.step, title: event.title, startMs: since(event.at) });
    } else if (event.kind === 'step-ended') {
      const { step, title, outcome, durationMs, detail } = event;
      const at = started.findLastIndex((each) => each.step === step && each.end === undefined);
      const end = { outcome, durationMs, detail };
      const begun = started[at];
      if (begun === undefined) {
        started.push({ step, title, startMs: since(event.at), end });
      } else {
        started[at] = { ...begun, end };
      }
    }
  }
  return started;
}

/** Each wait with the steps that had begun and not ended when it began. */
function buildWaits(
  events: readonly TimedEvent[],
  since: (at: string) => number,
): ReportData['waits'] {
  const running = new Set<string>();
  const waits: ReportData['waits'][number][] = [];
  for (const event of events) {
    if (event.kind === 'step-started') {
      running.add(event.step);
    } else if (event.kind === 'step-ended') {
      running.delete(event.step);
    } else if (event.kind === 'wait') {
      const { at, what, seconds } = event;
      waits.push({ atMs: since(at), what, seconds, steps: [...running] });
    }
  }
  return waits;
}

function buildBundle({
  bytes,
  codeSha256,
  shares,
}: Event<'bundle'>): NonNullable<ReportData['bundle']> {
  return {
    bytes,
    codeSha256,
    shares: shares.slice(0, most).map((share) => ({ name: share.name, bytes: share.bytes })),
  };
}

function buildGate({
  step,
  tier,
  command,
  isGreen,
  durationMs,
  output,
}: Event<'tier'>): ReportData['gates'][number] {
  return {
    step,
    tier,
    command,
    isGreen,
    durationMs,
    tests: mostOf(readTests(output)) ?? null,
    output: output.trimEnd().slice(-longestOutput),
  };
}

/** The red ones above all, in the order in which they were told. */
function mostOf(tests: ReturnType<typeof readTests>): ReturnType<typeof readTests> {
  const isRed = ({ outcome }: NonNullable<typeof tests>[number]) => outcome === 'failed';
  const kept = new Set(
    tests?.toSorted((one, other) => Number(isRed(other)) - Number(isRed(one))).slice(0, most),
  );
  return tests?.filter((each) => kept.has(each));
}

function buildTargets(events: readonly TimedEvent[]): ReportData['targets'] {
  const told = only(events, 'targets');
  const seen = (when: 'before' | 'after') =>
    told.filter((each) => each.when === when).at(-1)?.targets ?? [];
  const [before, after] = [seen('before'), seen('after')];
  const places = new Map([...before, ...after].map((each) => [labelOf(each), each]));
  return [...places].map(([label, { name, region }]) => ({
    name,
    ...(region !== undefined && { region }),
    before: before.find((each) => labelOf(each) === label) ?? null,
    after: after.find((each) => labelOf(each) === label) ?? null,
  }));
}
