import { translateError } from '../../aws/aws-errors.ts';
import { exitStatus, UsageError, type ExitStatus } from '../../errors.ts';
import { FailedRun } from '../../failed-run.ts';
import { labelOf } from '../../../stack/target-label.ts';
import { advise, npmRun } from '../../report/next.ts';
import { resultVersion } from '../../report/results/parts.ts';
import { formatDuration, formatTable } from '../../report/table.ts';
import { rollback, type RollbackOptions, type RollbackReport } from '../../rollback.ts';
import { formatPair } from '../../../stack/pair.ts';
import { formatServed, pairOf } from '../../traffic/target.ts';
import { choosePlaces, type Places } from '../choose-places.ts';
import { chooseTarget } from '../choose-target.ts';
import { tellFailedRun } from '../tell-failed-run.ts';
import { stopOnSignals } from '../interrupt.ts';
import { leaveReport, reportDone, reportSource } from '../leave-report.ts';
import { openContext, openReporters, type ReportedContext } from '../open-context.ts';
import { readSettings } from '../read-settings.ts';
import { describeTarget, placeOf } from '../target-view.ts';
import { tellResult } from '../tell.ts';
import { typedRollback } from './typed-rollback.ts';

interface RollbackCommandOptions {
  readonly stack: string;
  readonly json: boolean;
  readonly target: string | undefined;
  readonly to: string | undefined;
  readonly ungated: boolean;
  readonly test: boolean;
  readonly region: string | undefined;
  readonly 'skip-region': readonly string[];
  readonly events: string | undefined;
}

/**
 * `npm run rollback`: takes a target, the last one unless told otherwise, back to what it served
 * before.
 *
 * @returns the exit status.
 */
export async function runRollback(options: RollbackCommandOptions): Promise<ExitStatus> {
  const { stack, json, to, ungated, test } = options;
  if (ungated && to === undefined) {
    throw new UsageError(
      '--ungated needs to know where to',
      advise(npmRun('rollback', '--to', 'VERSION', '--ungated')),
    );
  }
  const settings = await readSettings(stack);
  const target = chooseTarget(settings, options.target, 'last');
  const places = choosePlaces(settings, options);
  verifyVersionOfOne(places, to);
  const reporter = openReporters(options.events, settings);
  const stop = new AbortController();
  const say = (text: string) => {
    reporter.report({ kind: 'note', text });
  };
  const typed = typedRollback(target, options);
  const endSignals = stopOnSignals(stop, say, {
    what: 'The rollback',
    command: typed,
    now: 'completing a move that has begun',
  });
  const context = openContext({
    settings,
    reporter,
    stop,
    isDryRun: false,
    typed,
    places,
    bundle: () => Promise.reject(new Error('A rollback bundles nothing')),
  });
  reporter.report({ kind: 'rollback', release: context.id, stack, target });
  try {
    await reportSource(context);
    return await rollBackAndTell(context, { target, to, isUngated: ungated, isTested: test }, json);
  } finally {
    endSignals();
    await reporter.settle();
    reporter.close();
  }
}

/** Versions have numbers of their own in each region. */
function verifyVersionOfOne({ names }: Places, to: string | undefined): void {
  if (to !== undefined && names.length > 1) {
    throw new UsageError(
      `Version ${to} may be another one in each of ${names.join(', ')}`,
      advise(npmRun('rollback', '--to', to, '--region', names[0]), 'say of which region it is'),
    );
  }
}

async function rollBackAndTell(
  context: ReportedContext,
  options: RollbackOptions,
  json: boolean,
): Promise<ExitStatus> {
  const startedAt = performance.now();
  try {
    const report = await rollback(context, options);
    return await tellReport(context, report, Math.round(performance.now() - startedAt), json);
  } catch (error) {
    if (!(error instanceof FailedRun)) {
      throw translateError(error, 'rolling back');
    }
    const { stack } = context.settings;
    return await tellFailedRun({ command: 'rollback', stack, json }, context, error);
  }
}

async function tellReport(
  context: ReportedContext,
  report: RollbackReport,
  durationMs: number,
  json: boolean,
): Promise<ExitStatus> {
  const { id, settings, steps } = context;
  const { outcome, moved, targets } = report;
  const status = exitStatus.done;
  reportDone(context, report);
  const result = {
    version: resultVersion,
    command: 'rollback',
    stack: settings.stack,
    outcome,
    status,
    release: id,
    targets: targets.map(describeTarget),
    moves: moved.map(({ from, target }) => ({ ...placeOf(target), from, to: pairOf(target) })),
    steps: steps.records,
    durationMs,
  } as const;
  const page = await leaveReport(context, result);
  return tellResult({ ...result, report: page }, json, formatSummary(report, durationMs));
}

function formatSummary({ moved, targets }: RollbackReport, durationMs: number): string {
  if (moved.length === 0) {
    const served = targets.map((target) => `${labelOf(target)} serves ${formatServed(target)}`);
    return `Nothing had to be moved: ${served.join(', ')} already.`;
  }
  const left = [...new Set(moved.map(({ from }) => formatPair(from)))].join(' or ');
  return [
    formatTable([
      ['target', 'before', 'now', 'url'],
      ...moved.map(({ from, target }) => [
        labelOf(target),
        formatPair(from),
        formatServed(target),
        target.url,
      ]),
    ]),
    `Rolled back in ${formatDuration(durationMs)}. A release of the same code and API definition will not bring ${left} back unless you say --again.`,
  ].join('\n\n');
}
