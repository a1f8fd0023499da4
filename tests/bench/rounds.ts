import { measureCommand, measureRelease, type MeasuredCommand } from './measured-command.ts';
import type { Workspace } from './workspace.ts';

export type Kind =
  | 'first release'
  | 'code release'
  | 'no-op release'
  | 'status'
  | 'history'
  | 'rollback';

/** The same measurements of one kind of command, in the order they were made. */
export interface MeasuredKind {
  readonly kind: Kind;
  /** Milliseconds. */
  readonly aimMs: number;
  readonly runs: readonly MeasuredCommand[];
}

const aims: readonly (readonly [Kind, aimMs: number])[] = [
  ['first release', 8000],
  ['code release', 5000],
  ['no-op release', 2500],
  ['status', 1000],
  ['history', 1000],
  ['rollback', 1500],
];

interface Round {
  readonly stateFolder: string;
  readonly measured: Readonly<Record<Kind, MeasuredCommand>>;
}

/**
 * Measures rounds of one command of each kind, so that what disturbs the machine for a while does
 * not fall on one kind alone. A round before the first is not counted.
 *
 * @param onRound is told the number of each round before it begins; 0 is the one not counted
 * @returns the measurements, and the state of the last round
 */
export async function measureRounds(
  workspace: Workspace,
  runs: number,
  onRound: (round: number) => void,
): Promise<{ readonly kinds: readonly MeasuredKind[]; readonly stateFolder: string }> {
  onRound(0);
  let { stateFolder } = await measureRound(workspace);
  const rounds: Round[] = [];
  while (rounds.length < runs) {
    onRound(rounds.length + 1);
    const round = await measureRound(workspace);
    stateFolder = round.stateFolder;
    rounds.push(round);
  }
  const kinds = aims.map(([kind, aimMs]) => ({
    kind,
    aimMs,
    runs: rounds.map(({ measured }) => measured[kind]),
  }));
  return { kinds, stateFolder };
}

async function measureRound(workspace: Workspace): Promise<Round> {
  const stateFolder = workspace.newStateFolder();
  const first = await measureRelease(workspace, stateFolder, 'released');
  workspace.editHandler();
  const code = await measureRelease(workspace, stateFolder, 'released');
  const noOp = await measureRelease(workspace, stateFolder, 'nothing to release');
  return {
    stateFolder,
    measured: {
      'first release': first,
      'code release': code,
      'no-op release': noOp,
      status: await measureCommand(workspace, stateFolder, ['status']),
      history: await measureCommand(workspace, stateFolder, ['history']),
      rollback: await measureCommand(workspace, stateFolder, ['rollback']),
    },
  };
}
