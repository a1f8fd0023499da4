import { relative } from 'node:path';
import { computeStats } from '../history/stats.ts';
import { countWeeks } from '../history/weeks.ts';
import { exitStatus, messageOf, outcomeOf } from '../errors.ts';
import type { FailedRun } from '../failed-run.ts';
import type { ReleaseReport } from '../release.ts';
import type { ReleaseEvent } from '../report/events.ts';
import { buildReport } from '../report/model/build-report.ts';
import type { ReportData } from '../report/model/report-data.ts';
import { addToJobSummary, writeReport } from '../report/write-report.ts';
import { seeTarget } from '../traffic/seen-target.ts';
import type { Target } from '../traffic/target.ts';
import { approvalOf } from '../traffic/waiting.ts';
import { readChangedRoutes } from './changed-routes.ts';
import type { ReportedContext } from './open-context.ts';
import { reportsFolder } from './reports-folder.ts';
import { say } from './tell.ts';

/** Tells the reporter what the checkout is at. */
export async function reportSource({
  reporter,
  source,
}: Pick<ReportedContext, 'reporter' | 'source'>): Promise<void> {
  const { commit, subject } = await source();
  reporter.report({ kind: 'source', ...(commit && { commit }), ...(subject && { subject }) });
}

type End = Omit<Extract<ReleaseEvent, { kind: 'ended' }>, 'kind'>;

type EndContext = Pick<ReportedContext, 'reporter' | 'countedCalls'>;

/** Tells the reporter how a run ended well. */
export function reportDone(
  context: EndContext,
  { outcome, targets, waiting }: Pick<ReleaseReport, 'targets' | 'waiting'> & { outcome: string },
): void {
  const { done: status } = exitStatus;
  const stopped = waiting !== undefined && { waiting, approval: approvalOf(targets) };
  reportEnd(context, targets, { outcome, status, ...stopped });
}

/** Tells the reporter how a run failed. */
export function reportFailed(
  context: EndContext,
  { status, problem, putBack, notPutBack, targets }: FailedRun,
): void {
  const outcome = outcomeOf(status);
  reportEnd(context, targets, { outcome, status, problem, putBack, notPutBack });
}

/** @param targets as they are now; undefined when that could not be read. */
function reportEnd(
  { reporter, countedCalls }: EndContext,
  targets: readonly Target[] | undefined,
  end: End,
): void {
  if (targets !== undefined) {
    reporter.report({ kind: 'targets', when: 'after', targets: targets.map(seeTarget) });
  }
  reporter.report({ kind: 'calls', calls: countedCalls() });
  reporter.report({ kind: 'ended', ...end });
}

/** What has all that the routes' comparison needs, and the time for it. */
const comparable: ReadonlySet<string> = new Set([
  'released',
  'waiting for approval',
  'rolled back',
  'red',
]);

/** How a stack was released until now; null where its history is not known. */
async function readReleasing(
  history: ReportedContext['history'],
): Promise<ReportData['releasing']> {
  try {
    const entries = (await history?.entries()) ?? [];
    const now = Date.now();
    return { stats: computeStats(entries, now), weeks: countWeeks(entries, now) };
  } catch {
    return null;
  }
}

/**
 * Writes the report of a run that has ended, and says where it is. It never makes a run fail: what goes
 * wrong is a line.
 *
 * @param folder of all reports.
 * @returns the path of its page; undefined after a dry run, and where it could not be written.
 */
export async function leaveReport(
  {
    reporter: { events },
    clients,
    history,
    isDryRun,
  }: Pick<ReportedContext, 'reporter' | 'clients' | 'history' | 'isDryRun'>,
  result: ReportData['result'],
  folder = reportsFolder,
): Promise<string | undefined> {
  if (isDryRun) {
    return undefined;
  }
  try {
    const isComparable = comparable.has(result.outcome);
    const [routes, releasing] = await Promise.all([
      isComparable ? readChangedRoutes(clients.apiGateway, events) : null,
      isComparable && events.some(({ kind }) => kind === 'targets') ? readReleasing(history) : null,
    ]);
    const report = buildReport(events, { result, routes, releasing });
    const page = writeReport(folder, report);
    const path = relative(process.cwd(), page);
    say(`Report: ${path}`);
    addToJobSummary(report, process.env);
    return path;
  } catch (error) {
    say(`The report could not be written: ${messageOf(error)}`);
    return undefined;
  }
}
