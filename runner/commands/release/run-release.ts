import { bundle, type BundleOptions } from '../../../function/bundle.ts';
import type { Settings } from '../../../stack/stack-file.ts';
import { translateError } from '../../aws/aws-errors.ts';
import type { ReleaseContext } from '../../context.ts';
import { exitStatus, UsageError, type ExitStatus } from '../../errors.ts';
import { FailedRun } from '../../put-back.ts';
import { release, type ReleaseReport } from '../../release.ts';
import { toNextResult } from '../../report/next-result.ts';
import { advise, npmRun } from '../../report/next.ts';
import { resultVersion } from '../../report/results/parts.ts';
import { continueCommand } from '../../traffic/waiting.ts';
import { tellFailedRun } from '../failed-run.ts';
import { stopOnSignals } from '../interrupt.ts';
import { findMoves } from '../moves.ts';
import { openContext, openReporters } from '../open-context.ts';
import { readSettings } from '../read-settings.ts';
import { verifyRoutes } from './verify-routes.ts';
import { describeTarget } from '../target-view.ts';
import { tellResult } from '../tell.ts';
import { formatSummary } from './summary.ts';

interface ReleaseOptions {
  readonly stack: string;
  readonly json: boolean;
  readonly 'dry-run': boolean;
  readonly events: string | undefined;
  readonly again: boolean;
  readonly continue: boolean;
  readonly provision: boolean;
  readonly 'ignore-alarms': readonly string[];
}

/**
 * `npm run release`.
 *
 * @returns the exit status.
 */
export async function runRelease(options: ReleaseOptions): Promise<ExitStatus> {
  const { stack, json, 'dry-run': isDryRun, 'ignore-alarms': ignoredAlarms } = options;
  const settings = readSettings(stack);
  verifyRoutes();
  verifyIgnoredAlarms(settings, ignoredAlarms);
  const reporter = openReporters(options.events);
  const stop = new AbortController();
  const say = (text: string) => {
    reporter.report({ kind: 'note', text });
  };
  const endSignals = stopOnSignals(stop, say, {
    what: 'The release',
    command: npmRun('release'),
    now: 'putting back what was changed',
  });
  const context: ReleaseContext = {
    ...openContext({
      settings,
      reporter,
      stop,
      isDryRun,
      bundle: () => bundle(undefined, bundleOptions(settings, stop.signal)),
    }),
    isAgain: options.again,
    mustProvision: options.provision,
    isContinued: options.continue,
    ignoredAlarms,
  };
  reporter.report({ kind: 'release', release: context.id, stack, dryRun: isDryRun });
  for (const alarm of ignoredAlarms) {
    say(`Alarm ${alarm} is ignored, as --ignore-alarms says.`);
  }
  try {
    return await releaseAndTell(context, json);
  } finally {
    endSignals();
    reporter.close();
  }
}

function bundleOptions({ program }: Settings, signal: AbortSignal): Partial<BundleOptions> {
  const { runtime, architecture, handler, bundle: settings } = program.function;
  const { command, output, ...options } = settings;
  const byCommand = command === undefined || output === undefined ? undefined : { command, output };
  return { ...options, runtime, architecture, handler, byCommand, signal };
}

function verifyIgnoredAlarms({ program, stack }: Settings, ignored: readonly string[]): void {
  const configured = program.targets.flatMap(({ rollout }) => rollout?.judge.alarms ?? []);
  const unknown = ignored.find((name) => !configured.includes(name));
  if (unknown !== undefined) {
    const known = configured.length === 0 ? 'no target has any' : `it has ${configured.join(', ')}`;
    throw new UsageError(
      `Stack ${stack} is not judged by an alarm ${unknown}: ${known}`,
      advise(npmRun('release')),
      { resource: `alarm ${unknown}` },
    );
  }
}

async function releaseAndTell(context: ReleaseContext, json: boolean): Promise<ExitStatus> {
  const startedAt = performance.now();
  try {
    const report = await release(context);
    return tellReport(context, report, Math.round(performance.now() - startedAt), json);
  } catch (error) {
    if (!(error instanceof FailedRun)) {
      throw translateError(error, 'releasing');
    }
    const { stack } = context.settings;
    return tellFailedRun({ command: 'release', stack, json }, context, error);
  }
}

function tellReport(
  { id, settings: { stack }, steps, reporter, ignoredAlarms = [] }: ReleaseContext,
  report: ReleaseReport,
  durationMs: number,
  json: boolean,
): ExitStatus {
  const { outcome, targets, waiting = null } = report;
  const moves = findMoves(targets, id);
  const status = exitStatus.done;
  reporter.report({ kind: 'ended', outcome, status });
  return tellResult(
    {
      version: resultVersion,
      command: 'release',
      stack,
      outcome,
      status,
      release: id,
      targets: targets.map(describeTarget),
      moves,
      steps: steps.records,
      durationMs,
      waiting,
      ignoredAlarms,
      next:
        outcome === 'waiting for approval' ? toNextResult(advise(continueCommand), stack) : null,
    },
    json,
    formatSummary(report, { stack, moves, durationMs }),
  );
}
