import { translateError } from '../aws/aws-errors.ts';
import type { ReleaseContext } from '../context.ts';
import { exitStatus, UsageError } from '../errors.ts';
import { stopOnSignals } from './interrupt.ts';
import { formatPair } from '../traffic/pair.ts';
import { formatTable } from '../report/table.ts';
import { FailedRun } from '../put-back.ts';
import { npmRun, type Command } from '../report/next.ts';
import { rollback, type RollbackReport } from '../rollback.ts';
import type { Settings } from '../../stack/stack-file.ts';
import { readSettings } from './read-settings.ts';
import { describeTarget } from './target-view.ts';
import { tellEnding } from './ending.ts';
import { openContext, openReporters } from './open-context.ts';

export interface RollbackCommandOptions {
  readonly stack: string;
  readonly json: boolean;
  readonly target?: string | undefined;
  readonly to?: string | undefined;
  readonly events?: string | undefined;
}

/**
 * `npm run rollback`: takes a target, the last one unless told otherwise, back to what it served
 * before.
 *
 * @returns the exit status.
 */
export async function runRollback(options: RollbackCommandOptions): Promise<number> {
  const settings = readSettings(options.stack);
  const target = chooseTarget(settings, options.target);
  const reporter = openReporters(options.events);
  const stop = new AbortController();
  const say = (text: string) => {
    reporter.report({ kind: 'note', text });
  };
  const endSignals = stopOnSignals(stop, say, {
    what: 'The rollback',
    command: rollbackCommand(target, options.to),
    now: 'completing a move that has begun',
  });
  const context = openContext({
    settings,
    reporter,
    stop,
    isDryRun: false,
    bundle: () => Promise.reject(new Error('A rollback bundles nothing')),
  });
  const text = `Rollback ${context.id} of target ${target}, stack ${settings.stack}`;
  reporter.report({ kind: 'note', text });
  try {
    return await rollBackAndReport(context, { ...options, target });
  } finally {
    endSignals();
    reporter.close();
  }
}

function rollbackCommand(target: string, to: string | undefined): Command {
  return npmRun('rollback', '--target', target, ...(to === undefined ? [] : ['--to', to]));
}

function chooseTarget({ program, stack }: Settings, given: string | undefined): string {
  const names = program.targets.map(({ name }) => name);
  const target = given ?? names.at(-1) ?? '';
  if (!names.includes(target)) {
    throw new UsageError(`Stack ${stack} has no target ${target}`, {
      text: `name one of its targets: --target ${names.join(' or --target ')}`,
    });
  }
  return target;
}

async function rollBackAndReport(
  context: ReleaseContext,
  { target, to, json }: RollbackCommandOptions & { readonly target: string },
): Promise<number> {
  try {
    const report = await rollback(context, { target, to });
    const text = formatReport(report);
    return tellEnding(context, { ...report, status: exitStatus.done, text }, json);
  } catch (error) {
    if (!(error instanceof FailedRun)) {
      throw translateError(error, 'rolling back');
    }
    const { message, status, targets = [] } = error;
    return tellEnding(context, { outcome: message, status, targets, text: message }, json);
  }
}

function formatReport({ from, targets: [target] }: RollbackReport): string {
  const { name, version, deploymentId, url } = describeTarget(target);
  return [
    formatTable([
      ['target', 'version', 'deployment', 'url'],
      [name, version, deploymentId, url],
    ]),
    `Rolled back from ${formatPair(from)}. A release of the same code and API definition will not bring it back unless you say --again.`,
  ].join('\n\n');
}
