import { isInSeveralRegions, settingsByRegion, type Settings } from '../../../stack/stack-file.ts';
import { translateError } from '../../aws/aws-errors.ts';
import { exitStatus, type ExitStatus, messageOf } from '../../errors.ts';
import { mergeHistories, readHistory, type HistoryEntry } from '../../history/entries.ts';
import { computeStats } from '../../history/stats.ts';
import { resultVersion } from '../../report/results/parts.ts';
import { formatTable } from '../../report/table.ts';
import { openLive } from '../provisioned.ts';
import { readSettings } from '../read-settings.ts';
import { say, tellResult } from '../tell.ts';
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
  const settings = await readSettings(stack);
  const releases = await readAll(settings, limit);
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

/**
 * Reads what each region of a stack has of its releases.
 *
 * @throws {ReleaseError} when none can be read.
 */
async function readAll(settings: Settings, limit: number): Promise<readonly HistoryEntry[]> {
  const regions = await Promise.allSettled(
    settingsByRegion(settings).map((here) => read(here, limit)),
  );
  const found = regions.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []));
  const failures = regions.flatMap((each): unknown[] =>
    each.status === 'rejected' ? [each.reason] : [],
  );
  const [failed] = failures;
  if (found.length === 0) {
    throw failed;
  }
  if (failures.length > 0) {
    say(`Not every region could be read: ${messageOf(failed)}.`);
  }
  return mergeHistories(found, limit);
}

async function read(settings: Settings, limit: number): Promise<readonly HistoryEntry[]> {
  try {
    const { clients, outputs } = await openLive(settings);
    const entries = await readHistory(clients, outputs.functionName, limit);
    const { region } = settings;
    return isInSeveralRegions(settings) ? entries.map((entry) => ({ ...entry, region })) : entries;
  } catch (error) {
    throw translateError(error, `reading the history of stack ${settings.stack}`);
  }
}

function formatHistory(entries: readonly HistoryEntry[]): string {
  if (entries.length === 0) {
    return 'No release yet.';
  }
  const isPlaced = entries.some(({ region }) => region !== undefined);
  return formatTable([
    [
      ...['when', 'release', ...(isPlaced ? ['region'] : []), 'kind', 'commit', 'code'],
      ...['version', 'deployment', 'targets', 'outcome'],
    ],
    ...entries.map((entry) => [
      entry.at.replace('T', ' ').replace(/\.\d+Z$/, ' UTC'),
      entry.release,
      ...(isPlaced ? [entry.region ?? '-'] : []),
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
  const { outcome, putBack, ignoredAlarms, skipped, approves, who } = entry;
  return [
    outcome,
    ...(approves === undefined ? [] : [`${approves} approved by ${who ?? 'somebody'}`]),
    ...(putBack.length > 0 ? [`put back: ${putBack.join(', ')}`] : []),
    ...(skipped.length > 0 ? [`without ${skipped.join(', ')}`] : []),
    ...(ignoredAlarms.length > 0 ? [`ignored alarms: ${ignoredAlarms.join(', ')}`] : []),
  ].join(', ');
}
