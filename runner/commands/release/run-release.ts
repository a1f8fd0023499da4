import { bundle, type Bundle } from '../../../bundler/bundle.ts';
import type { Settings } from '../../../stack/stack-file.ts';
import { translateError } from '../../aws/aws-errors.ts';
import { exitStatus, UsageError, type ExitStatus } from '../../errors.ts';
import { FailedRun } from '../../failed-run.ts';
import { EarlyTiers } from '../../gates/early-tiers.ts';
import { release, type ReleaseReport } from '../../release.ts';
import { toNextResult } from '../../report/next-result.ts';
import { advise, npmRun } from '../../report/next.ts';
import { resultVersion } from '../../report/results/parts.ts';
import { approvalOf } from '../../traffic/waiting.ts';
import { bundleOptions } from '../bundle-options.ts';
import { tellFailedRun } from '../tell-failed-run.ts';
import { choosePlaces } from '../choose-places.ts';
import { stopOnSignals } from '../interrupt.ts';
import { leaveReport, reportDone, reportSource } from '../leave-report.ts';
import { findMoves } from '../moves.ts';
import { openContext, openReporters, type ReportedContext } from '../open-context.ts';
import { readSettings } from '../read-settings.ts';
import { verifyRoutes } from '../verify-routes.ts';
import { describeTarget } from '../target-view.ts';
import { tellResult } from '../tell.ts';
import { readGivenBundle } from './given-bundle.ts';
import { sameRelease } from './same-release.ts';
import { leavePlan } from './leave-plan.ts';
import { formatSummary } from './summary.ts';

interface ReleaseOptions {
  readonly stack: string;
  readonly json: boolean;
  readonly 'dry-run': boolean;
  readonly events: string | undefined;
  readonly again: boolean;
  readonly continue: boolean;
  readonly until: string | undefined;
  readonly bundle: string | undefined;
  readonly digest: string | undefined;
  readonly provision: boolean;
  readonly 'ignore-alarms': readonly string[];
  readonly 'skip-region': readonly string[];
}

/**
 * `npm run release`.
 *
 * @returns the exit status.
 */
export async function runRelease(options: ReleaseOptions): Promise<ExitStatus> {
  const { stack, json, 'dry-run': isDryRun, 'ignore-alarms': ignoredAlarms } = options;
  const settings = await readSettings(stack);
  verifyRoutes();
  verifyIgnoredAlarms(settings, ignoredAlarms);
  verifyUntil(settings, options.until);
  const places = choosePlaces(settings, options);
  const given = readGivenBundle(options);
  const reporter = openReporters(options.events, settings);
  const stop = new AbortController();
  const say = (text: string) => {
    reporter.report({ kind: 'note', text });
  };
  const typed = sameRelease(options);
  const endSignals = stopOnSignals(stop, say, {
    what: 'The release',
    command: typed,
    now: 'putting back what was changed',
  });
  const earlyTiers = new EarlyTiers(settings.release, stop.signal);
  let made = given && Promise.resolve(given);
  const context = openContext({
    settings,
    reporter,
    stop,
    isDryRun,
    typed,
    places,
    bundle: () => (made ??= bundle(undefined, bundleOptions(settings, stop.signal))),
    earlyTiers,
    isAgain: options.again,
    mustProvision: options.provision,
    isContinued: options.continue,
    until: options.until,
    ignoredAlarms,
  });
  reporter.report({ kind: 'release', release: context.id, stack, dryRun: isDryRun });
  for (const alarm of ignoredAlarms) {
    say(`Alarm ${alarm} is ignored, as --ignore-alarms says.`);
  }
  for (const region of places.skipped) {
    say(`Region ${region} stays as it is, as --skip-region says; the next release catches it up.`);
  }
  try {
    await reportSource(context);
    return await releaseAndTell(context, json);
  } finally {
    endSignals();
    await earlyTiers.end();
    await reporter.settle();
    reporter.close();
  }
}

const toldShares = 10;

function bundleResult({ zip, shares = [] }: Bundle) {
  return { bytes: zip.length, largest: shares.slice(0, toldShares) };
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

function verifyUntil({ program, stack }: Settings, until: string | undefined): void {
  const names = program.targets.map(({ name }) => name);
  if (until !== undefined && !names.includes(until)) {
    throw new UsageError(
      `Stack ${stack} has no target ${until}`,
      { text: `name one of its targets: --until ${names.join(' or --until ')}` },
      { resource: `stack ${stack}` },
    );
  }
}

async function releaseAndTell(context: ReportedContext, json: boolean): Promise<ExitStatus> {
  const startedAt = performance.now();
  try {
    const report = await release(context);
    return await tellReport(context, report, Math.round(performance.now() - startedAt), json);
  } catch (error) {
    if (!(error instanceof FailedRun)) {
      throw translateError(error, 'releasing');
    }
    const { stack } = context.settings;
    return await tellFailedRun({ command: 'release', stack, json }, context, error);
  }
}

async function tellReport(
  context: ReportedContext,
  report: ReleaseReport,
  durationMs: number,
  json: boolean,
): Promise<ExitStatus> {
  const { id, settings, steps, ignoredAlarms = [] } = context;
  const { stack } = settings;
  const { outcome, targets, waiting = null } = report;
  const found = context.reporter.events.find((event) => event.kind === 'targets');
  const moves = findMoves(targets, id, found?.kind === 'targets' ? found.targets : []);
  const status = exitStatus.done;
  reportDone(context, report);
  const result = {
    version: resultVersion,
    command: 'release',
    stack,
    outcome,
    status,
    release: id,
    targets: targets.map(describeTarget),
    moves,
    steps: steps.records,
    bundle: bundleResult(await context.bundle()),
    durationMs,
    waiting,
    ignoredAlarms,
    next:
      outcome === 'waiting for approval' ? toNextResult(advise(approvalOf(targets)), stack) : null,
  } as const;
  if (context.isDryRun) {
    await leavePlan(context);
  }
  const page = await leaveReport(context, result);
  const summary = formatSummary(report, { stack, moves, durationMs });
  return tellResult({ ...result, report: page }, json, summary);
}
