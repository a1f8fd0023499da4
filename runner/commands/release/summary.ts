import type { ReleaseReport } from '../../release.ts';
import { formatCommand, formatProblem } from '../../report/message.ts';
import { advise, npmRun } from '../../report/next.ts';
import { labelOf } from '../../../stack/target-label.ts';
import { formatDuration, formatTable } from '../../report/table.ts';
import { formatPair } from '../../../stack/pair.ts';
import { formatServed, journalOf } from '../../traffic/target.ts';
import { approvalOf } from '../../traffic/waiting.ts';
import type { Move } from '../moves.ts';

interface Run {
  readonly stack: string;
  readonly moves: readonly Move[];
  readonly durationMs: number;
}

/** What a person wants to know of a release that ended well; its steps were shown as they went. */
export function formatSummary(report: ReleaseReport, run: Run): string {
  return `${formatTargets(report, run.moves)}\n\n${describe(report, run)}`;
}

function formatTargets({ targets }: ReleaseReport, moves: readonly Move[]): string {
  if (moves.length === 0) {
    return formatTable([
      ['target', 'serves', 'url'],
      ...targets.map((target) => [labelOf(target), formatServed(target), target.url]),
    ]);
  }
  return formatTable([
    ['target', 'before', 'now', 'url'],
    ...targets.map((target) => {
      const move = moves.find((each) => isOf(each, target));
      const now = formatServed(target);
      return [labelOf(target), move ? formatBefore(move) : now, now, target.url];
    }),
  ]);
}

function isOf(
  { target, region }: Move,
  { name, region: where }: ReleaseReport['targets'][number],
): boolean {
  return target === name && region === where;
}

function formatBefore({ from }: Move): string {
  return from === null ? 'nothing' : formatPair(from);
}

function describe(
  { outcome, targets, waiting = '' }: ReleaseReport,
  { stack, moves, durationMs }: Run,
): string {
  const took = formatDuration(durationMs);
  switch (outcome) {
    case 'released':
      return `Released in ${took}${describeChange(moves)}.${describeWayBack(targets, moves, stack)}`;
    case 'nothing to release':
      return 'Nothing to release: every target serves this code and API definition.';
    case 'waiting for approval':
      return formatProblem(
        {
          message: `Target ${waiting} waits for approval, after ${took}`,
          next: advise(approvalOf(targets)),
        },
        stack,
      );
    case 'planned':
      return 'Dry run: nothing was written.';
  }
}

/**
 * The one command that takes the last target back. What served before all others may be the placeholder, to
 * which nobody wants to go.
 */
function describeWayBack(
  targets: ReleaseReport['targets'],
  moves: readonly Move[],
  stack: string,
): string {
  const last = moves.at(-1);
  const target = last && targets.find((each) => isOf(last, each));
  const before = (target && journalOf(target)?.before) ?? [];
  if (last === undefined || before[0] === undefined || before.length < 2) {
    return '';
  }
  const command = formatCommand(npmRun('rollback', '--target', last.target), stack);
  const pair = last.region === undefined ? formatPair(before[0]) : 'what was served before';
  return `\nBack to ${pair}: ${command}`;
}

function describeChange(moves: readonly Move[]): string {
  const known = moves.flatMap(({ from, to }) => (from === null ? [] : [{ from, to }]));
  const changed = [
    ...(known.some(({ from, to }) => from.version !== to.version) ? ['code'] : []),
    ...(known.some(({ from, to }) => from.deployment !== to.deployment) ? ['API definition'] : []),
  ];
  return changed.length === 0 ? '' : `: new ${changed.join(' and ')}`;
}
