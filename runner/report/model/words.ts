import { labelOf } from '../../../stack/target-label.ts';
import { formatDuration } from '../table.ts';
import { formatCommand } from '../message.ts';
import { npmRun } from '../next.ts';
import type { ReportData } from './report-data.ts';

type Tone = 'good' | 'bad' | 'wait' | 'none';

export interface Verdict {
  /** In a word or two. */
  readonly word: string;
  readonly tone: Tone;
  /** Why, in a sentence. */
  readonly why: string;
}

/** `Release 20261123T051512-1f0c of stack dev` */
export function titleOf({ kind, id, stack }: ReportData): string {
  return `${kind === 'release' ? 'Release' : 'Rollback'} ${id} of stack ${stack}`;
}

/** How a run ended, for people. */
export function verdictOf({ result, durationMs, targets }: ReportData): Verdict {
  const took = formatDuration(durationMs);
  switch (result.outcome) {
    case 'released': {
      const moved = result.moves.map(({ target: name, region }) => labelOf({ name, region }));
      const what = moved.length === 0 ? 'Nothing moved' : `${list(moved)} moved`;
      return { word: 'Released', tone: 'good', why: `Every gate was green. ${what} in ${took}.` };
    }
    case 'nothing to release':
      return {
        word: 'Nothing to release',
        tone: 'none',
        why: 'Every target serves this code and API definition.',
      };
    case 'planned':
      return { word: 'Planned', tone: 'none', why: 'A dry run: nothing was written.' };
    case 'waiting for approval':
      return {
        word: 'Waiting for approval',
        tone: 'wait',
        why: `Target ${result.waiting ?? ''} waits for a person to approve it, after ${took}.`,
      };
    case 'rolled back':
      return {
        word: 'Rolled back',
        tone: 'good',
        why: `${list(targets.map(labelOf))} went back in ${took}.`,
      };
    case 'not put back':
    case 'cancelled':
    case 'red':
    case 'refused':
    case 'failed':
    case 'conflict':
    case 'defect':
      return { word: wordOf(result), tone: 'bad', why: `${result.problem}.` };
  }
}

const words = {
  'not put back': 'Not put back',
  cancelled: 'Cancelled',
  red: 'Red',
  refused: 'Refused',
  failed: 'Failed',
  conflict: 'Conflict',
  defect: 'Defect',
} as const;

function wordOf(result: {
  readonly outcome: keyof typeof words;
  readonly putBack: readonly string[];
}): string {
  const word = words[result.outcome];
  return result.putBack.length > 0 && result.outcome !== 'not put back'
    ? `${word}, put back`
    : word;
}

export interface Way {
  /** What to do first, or what it is for. */
  readonly text: string;
  readonly command: string | null;
}

/** What may be typed next; after a green end the way back. */
export function nextOf({ result, stack }: ReportData): Way[] {
  if ('next' in result && result.next !== null) {
    return [result.next, ...result.next.or].map(({ text, command, note }) => ({
      text: [text, note].filter((part) => part !== null).join('; '),
      command,
    }));
  }
  const moved = 'moves' in result ? result.moves.filter(({ from }) => from !== null) : [];
  const last = moved.at(-1);
  if (last === undefined) {
    return [{ text: 'to see what serves', command: formatCommand(npmRun('status'), stack) }];
  }
  if (result.outcome === 'rolled back') {
    const again = formatCommand(npmRun('release', '--again'), stack);
    return [{ text: 'to bring back what was taken away', command: again }];
  }
  const back = formatCommand(npmRun('rollback', '--target', last.target), stack);
  return [{ text: `to take ${last.target} back to the pair before`, command: back }];
}

export interface ServedNow {
  readonly target: string;
  /** `7@a1b2c3 (25 % 8@a1b2c3)` */
  readonly pair: string;
  readonly url: string | null;
}

/** What serves now, as far as it is known. */
export function servingOf({ result, targets }: ReportData): {
  readonly kind: 'now' | 'last known' | 'unknown';
  readonly served: readonly ServedNow[];
} {
  const urlOf = (label: string) => {
    const target = targets.find((each) => labelOf(each) === label);
    return target?.after?.url ?? target?.before?.url ?? null;
  };
  if ('targets' in result) {
    const served = result.targets.map((each) => {
      const { version, deploymentId, weights, canary, url } = each;
      const shares = [
        ...Object.entries(weights).map(([weighted, weight]) => ({
          version: weighted,
          deployment: deploymentId,
          percent: weight * 100,
        })),
        ...(canary ? [{ ...canary.pair, percent: canary.percent }] : []),
      ];
      return { target: labelOf(each), pair: describePair(version, deploymentId, shares), url };
    });
    return { kind: 'now', served };
  }
  const known = result.serving ?? result.lastKnown;
  return {
    kind: known === null ? 'unknown' : result.serving === null ? 'last known' : 'now',
    served: (known ?? []).map(({ target: name, region, version, deployment, shares }) => {
      const target = labelOf({ name, region });
      return { target, pair: describePair(version, deployment, shares), url: urlOf(target) };
    }),
  };
}

/** `7@a1b2c3`, and while it is rolled out `7@a1b2c3 (25 % 8@a1b2c3)`. */
export function describePair(
  version: string,
  deployment: string,
  shares: readonly {
    readonly version: string;
    readonly deployment: string;
    readonly percent: number;
  }[] = [],
): string {
  const others = shares.map(
    (share) =>
      `${String(Number(share.percent.toFixed(4)))} % ${describePair(share.version, share.deployment)}`,
  );
  const served = `${version}@${deployment}`;
  return others.length === 0 ? served : `${served} (${others.join(', ')})`;
}

function list(names: readonly string[]): string {
  const last = names.at(-1) ?? '';
  return names.length < 2 ? last : `${names.slice(0, -1).join(', ')} and ${last}`;
}
