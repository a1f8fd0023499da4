import { bundle } from '../../function/bundle.ts';
import { createClients } from '../aws/clients.ts';
import { translateError } from '../aws/errors.ts';
import type { ReleaseContext } from '../context.ts';
import { exitStatus } from '../errors.ts';
import { stopOnSignals } from '../interrupt.ts';
import { FailedRelease } from '../recovery.ts';
import { release, type ReleaseReport } from '../release.ts';
import { formatTable } from '../report/table.ts';
import { readSettings } from '../settings.ts';
import { describeTarget } from '../status.ts';
import { Steps } from '../steps.ts';
import type { Target } from '../target.ts';
import { openProgram } from '../pulumi-cli.ts';
import { newReleaseId, openReporters } from './session.ts';

export interface ReleaseOptions {
  readonly stack: string;
  readonly json: boolean;
  readonly isDryRun: boolean;
  readonly events: string | undefined;
  /** Promotes also what a rollback took away. */
  readonly isAgain: boolean;
}

/**
 * `npm run release`.
 *
 * @returns the exit status.
 */
export async function runRelease(options: ReleaseOptions): Promise<number> {
  const settings = readSettings(options.stack);
  const reporter = openReporters(options.events);
  const stop = new AbortController();
  const endSignals = stopOnSignals(stop, (text) => {
    reporter.report({ kind: 'note', text });
  });
  const context: ReleaseContext = {
    id: newReleaseId(),
    settings,
    clients: createClients(settings.region),
    openProgram: () => openProgram(settings.stack),
    bundle,
    steps: new Steps(reporter, options.isDryRun),
    reporter,
    stop,
    isDryRun: options.isDryRun,
    isAgain: options.isAgain,
  };
  reporter.report({
    kind: 'release',
    release: context.id,
    stack: settings.stack,
    dryRun: options.isDryRun,
  });
  try {
    return await releaseAndReport(context, options);
  } finally {
    endSignals();
    reporter.close();
  }
}

async function releaseAndReport(
  context: ReleaseContext,
  { json }: ReleaseOptions,
): Promise<number> {
  const end = (outcome: string, status: number, targets: readonly Target[] | undefined) => {
    context.reporter.report({ kind: 'ended', outcome, status });
    if (json) {
      process.stdout.write(`${JSON.stringify(toJson(context, outcome, status, targets))}\n`);
    }
  };
  try {
    const report = await release(context);
    end(report.outcome, exitStatus.done, report.targets);
    if (!json) {
      process.stdout.write(`${formatReport(context, report)}\n`);
    }
    return exitStatus.done;
  } catch (error) {
    if (!(error instanceof FailedRelease)) {
      throw translateError(error, 'releasing');
    }
    end(error.message, error.status, error.targets);
    process.stderr.write(`${error.message}\n`);
    return error.status;
  }
}

function toJson(
  { id, settings, steps }: ReleaseContext,
  outcome: string,
  status: number,
  targets: readonly Target[] | undefined,
) {
  return {
    release: id,
    stack: settings.stack,
    outcome,
    status,
    targets: targets?.map(describeTarget) ?? [],
    steps: steps.records,
  };
}

function formatReport({ steps }: ReleaseContext, { outcome, targets }: ReleaseReport): string {
  const sentence = {
    released: 'Released.',
    'nothing to release': 'Nothing to release: every target serves this code and API definition.',
    planned: 'Dry run: nothing was written.',
  }[outcome];
  const durations = steps.records.map(({ title, durationMs }) => [
    title,
    `${(durationMs / 1000).toFixed(2)} s`,
  ]);
  return [
    formatTable([['step', 'duration'], ...durations]),
    formatTable([
      ['target', 'version', 'deployment', 'url'],
      ...targets
        .map(describeTarget)
        .map((target) => [target.name, target.version, target.deploymentId, target.url]),
    ]),
    sentence,
  ].join('\n\n');
}
