import { translateError } from '../../aws/aws-errors.ts';
import { exitStatus, UsageError, type ExitStatus } from '../../errors.ts';
import { FailedRun } from '../../failed-run.ts';
import { advise, npmRun, type Command } from '../../report/next.ts';
import { resultVersion } from '../../report/results/parts.ts';
import { formatDuration, formatTable } from '../../report/table.ts';
import { rollback, type RollbackOptions, type RollbackReport } from '../../rollback.ts';
import { formatPair } from '../../traffic/pair.ts';
import { formatServed, pairOf } from '../../traffic/target.ts';
import { chooseTarget } from '../choose-target.ts';
import { tellFailedRun } from '../tell-failed-run.ts';
import { stopOnSignals } from '../interrupt.ts';
import { leaveReport, reportDone, reportSource } from '../leave-report.ts';
import { openContext, openReporters, type ReportedContext } from '../open-context.ts';
import { readSettings } from '../read-settings.ts';
import { describeTarget } from '../target-view.ts';
import { tellResult } from '../tell.ts';

interface RollbackCommandOptions {
  readonly stack: string;
  readonly json: boolean;
  readonly target: string | undefined;
  readonly to: string | undefined;
  readonly ungated: boolean;
  readonly test: boolean;
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
  const reporter = openReporters(options.events, settings);
  const stop = new AbortController();
  const say = (text: string) => {
    reporter.report({ kind: 'note', text });
  };
  const endSignals = stopOnSignals(stop, say, {
    what: 'The rollback',
    command: rollbackCommand(target, options),
    now: 'completing a move that has begun',
  });
  const context = openContext({
    settings,
    reporter,
    stop,
    isDryRun: false,
    bundle: () => Promise.reject(new Error('A rollback bundles nothing')),
  });
  reporter.report({ kind: 'rollback', release: context.id, stack, target });
  try {
    await reportSource(reporter);
    return await rollBackAndTell(context, { target, to, isUngated: ungated, isTested: test }, json);
  } finally {
    endSignals();
    await reporter.settle();
    reporter.close();
  }
}

function rollbackCommand(target: string, { to, ungated }: RollbackCommandOptions): Command {
  const goal = to === undefined ? [] : ['--to', to];
  return npmRun('rollback', '--target', target, ...goal, ...(ungated ? ['--ungated'] : []));
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
  const { outcome, from, targets } = report;
  const [target] = targets;
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
    moves: [{ target: target.name, from, to: pairOf(target) }],
    steps: steps.records,
    durationMs,
  } as const;
  const page = await leaveReport(context, result);
  return tellResult({ ...result, report: page }, json, formatSummary(report, durationMs));
}

function formatSummary({ from, targets: [target] }: RollbackReport, durationMs: number): string {
  return [
    formatTable([
      ['target', 'before', 'now', 'url'],
      [target.name, formatPair(from), formatServed(target), target.url],
    ]),
    `Rolled back in ${formatDuration(durationMs)}. A release of the same code and API definition will not bring ${formatPair(from)} back unless you say --again.`,
  ].join('\n\n');
}
