import { translateError } from '../../aws/aws-errors.ts';
import { exitStatus, type ExitStatus } from '../../errors.ts';
import { readHistory, type HistoryEntry } from '../../history/entries.ts';
import { computeStats } from '../../history/stats.ts';
import { resultVersion } from '../../report/results/parts.ts';
import { formatTable } from '../../report/table.ts';
import { openLiveStack } from '../provisioned.ts';
import { tellResult } from '../tell.ts';
import { formatStats } from './format-stats.ts';

interface HistoryOptions {
  readonly stack: string;
  readonly json: boolean;
  readonly limit: number;
  readonly stats: boolean;
}

/**
 * `npm run history`: the releases and rollbacks of a stack, newest first.
 *
 * @returns the exit status.
 */
export async function runHistory({
  stack,
  json,
  limit,
  stats: isAsked,
}: HistoryOptions): Promise<ExitStatus> {
  const releases = await read(stack, limit);
  const stats = isAsked ? computeStats(releases, Date.now()) : undefined;
  return tellResult(
    {
      version: resultVersion,
      command: 'history',
      stack,
      outcome: 'done',
      status: exitStatus.done,
      releases,
      stats,
    },
    json,
    stats === undefined ? formatHistory(releases) : formatStats(stats, releases.length),
  );
}

async function read(stack: string, limit: number): Promise<HistoryEntry[]> {
  try {
    const { clients, outputs } = await openLiveStack(stack);
    return await readHistory(clients, outputs.functionName, limit);
  } catch (error) {
    throw translateError(error, `reading the history of stack ${stack}`);
  }
}

function formatHistory(entries: readonly HistoryEntry[]): string {
  if (entries.length === 0) {
    return 'No release yet.';
  }
  return formatTable([
    ['when', 'release', 'kind', 'commit', 'code', 'version', 'deployment', 'targets', 'outcome'],
    ...entries.map((entry) => [
      entry.at.replace('T', ' ').replace(/\.\d+Z$/, ' UTC'),
      entry.release,
      entry.kind,
      entry.commit ?? '-',
      entry.codeSha256?.slice(0, 8) ?? '-',
      entry.version ?? '-',
      entry.deployment ?? '-',
      entry.targets.join(', ') || '-',
      describeOutcome(entry),
    ]),
  ]);
}

function describeOutcome(entry: HistoryEntry): string {
  const { outcome, putBack, ignoredAlarms, approves, who } = entry;
  return [
    outcome,
    ...(approves === undefined ? [] : [`${approves} approved by ${who ?? 'somebody'}`]),
    ...(putBack.length > 0 ? [`put back: ${putBack.join(', ')}`] : []),
    ...(ignoredAlarms.length > 0 ? [`ignored alarms: ${ignoredAlarms.join(', ')}`] : []),
  ].join(', ');
}
