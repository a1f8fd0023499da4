import { translateError } from '../aws/aws-errors.ts';
import { exitStatus, UsageError } from '../errors.ts';
import { readHistory, type HistoryEntry } from '../history/entries.ts';
import { advise, npmRun } from '../report/next.ts';
import { formatTable } from '../report/table.ts';
import { openProvisionedStack } from './provisioned.ts';

/**
 * `npm run history`: the releases and rollbacks of a stack, newest first.
 *
 * @returns the exit status.
 */
export async function runHistory(options: {
  readonly stack: string;
  readonly json: boolean;
  readonly limit?: string | undefined;
}): Promise<number> {
  const limit = parseLimit(options.limit);
  const entries = await read(options.stack, limit);
  process.stdout.write(
    options.json
      ? `${JSON.stringify({ stack: options.stack, releases: entries })}\n`
      : `${formatHistory(entries)}\n`,
  );
  return exitStatus.done;
}

async function read(stack: string, limit: number): Promise<HistoryEntry[]> {
  try {
    const { clients, outputs } = await openProvisionedStack(stack);
    return await readHistory(clients, outputs.functionName, limit);
  } catch (error) {
    throw translateError(error, `reading the history of stack ${stack}`);
  }
}

function parseLimit(text = '20'): number {
  const limit = Number(text);
  if (!Number.isInteger(limit) || limit < 1) {
    throw new UsageError(`--limit ${text} is not a whole number from 1`, advise(npmRun('history')));
  }
  return limit;
}

function formatHistory(entries: readonly HistoryEntry[]): string {
  if (entries.length === 0) {
    return 'No release yet.';
  }
  return formatTable([
    ['when', 'release', 'kind', 'commit', 'version', 'deployment', 'targets', 'outcome'],
    ...entries.map((entry) => [
      entry.at.replace('T', ' ').replace(/\.\d+Z$/, ' UTC'),
      entry.release,
      entry.kind,
      entry.commit ?? '-',
      entry.version ?? '-',
      entry.deployment ?? '-',
      entry.targets.join(', ') || '-',
      describeOutcome(entry),
    ]),
  ]);
}

function describeOutcome({ outcome, putBack, ignoredAlarms }: HistoryEntry): string {
  return [
    outcome,
    ...(putBack.length > 0 ? [`put back: ${putBack.join(', ')}`] : []),
    ...(ignoredAlarms.length > 0 ? [`ignored alarms: ${ignoredAlarms.join(', ')}`] : []),
  ].join(', ');
}
