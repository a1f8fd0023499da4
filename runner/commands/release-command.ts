import { bundle } from '../../function/bundle.ts';
import { translateError } from '../aws/aws-errors.ts';
import type { ReleaseContext } from '../context.ts';
import { continueCommand } from '../traffic/waiting.ts';
import { exitStatus, UsageError } from '../errors.ts';
import { stopOnSignals } from './interrupt.ts';
import { FailedRun } from '../put-back.ts';
import { formatNext } from '../report/message.ts';
import { advise, npmRun } from '../report/next.ts';
import { release, type ReleaseReport } from '../release.ts';
import { formatTable } from '../report/table.ts';
import type { Settings } from '../../stack/stack-file.ts';
import { readSettings } from './read-settings.ts';
import { describeTarget } from './target-view.ts';
import { tellEnding } from './ending.ts';
import { openContext, openReporters } from './open-context.ts';

export interface ReleaseOptions {
  readonly stack: string;
  readonly json: boolean;
  readonly isDryRun: boolean;
  readonly events: string | undefined;
  /** Promotes also what a rollback took away. */
  readonly isAgain: boolean;
  /** Approves the target before which an earlier release stopped. */
  readonly isContinued: boolean;
  readonly ignoredAlarms: readonly string[];
}

/**
 * `npm run release`.
 *
 * @returns the exit status.
 */
export async function runRelease(options: ReleaseOptions): Promise<number> {
  const settings = readSettings(options.stack);
  verifyIgnoredAlarms(settings, options.ignoredAlarms);
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
  const { isDryRun, isAgain, isContinued, ignoredAlarms } = options;
  const context: ReleaseContext = {
    ...openContext({ settings, reporter, stop, isDryRun, bundle }),
    isAgain,
    isContinued,
    ignoredAlarms,
  };
  reporter.report({
    kind: 'release',
    release: context.id,
    stack: settings.stack,
    dryRun: options.isDryRun,
  });
  for (const alarm of options.ignoredAlarms) {
    reporter.report({ kind: 'note', text: `Alarm ${alarm} is ignored, as --ignore-alarms says.` });
  }
  try {
    return await releaseAndReport(context, options);
  } finally {
    endSignals();
    reporter.close();
  }
}

function verifyIgnoredAlarms({ program, stack }: Settings, ignored: readonly string[]): void {
  const configured = program.targets.flatMap(({ rollout }) => rollout?.judge.alarms ?? []);
  const unknown = ignored.find((name) => !configured.includes(name));
  if (unknown !== undefined) {
    const known = configured.length === 0 ? 'no target has any' : `it has ${configured.join(', ')}`;
    throw new UsageError(
      `Stack ${stack} is not judged by an alarm ${unknown}: ${known}`,
      advise(npmRun('release')),
    );
  }
}

async function releaseAndReport(
  context: ReleaseContext,
  { json }: ReleaseOptions,
): Promise<number> {
  try {
    const report = await release(context);
    const text = formatReport(context, report);
    return tellEnding(context, { ...report, status: exitStatus.done, text }, json);
  } catch (error) {
    if (!(error instanceof FailedRun)) {
      throw translateError(error, 'releasing');
    }
    const { message, status, targets = [] } = error;
    return tellEnding(context, { outcome: message, status, targets, text: message }, json);
  }
}

function formatReport(
  { steps, settings }: ReleaseContext,
  { outcome, targets, waiting }: ReleaseReport,
): string {
  const sentence = {
    released: 'Released.',
    'nothing to release': 'Nothing to release: every target serves this code and API definition.',
    'waiting for approval': `Target ${waiting ?? ''} waits for approval. Next: ${formatNext(advise(continueCommand), settings.stack)}`,
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
