import fc from 'fast-check';
import { movesByHand } from './_by-hand-command.ts';
import { prunes } from './_prune-command.ts';
import { releases } from './_release-command.ts';
import { rollbacks } from './_rollback-command.ts';
import { targetChanges } from './_target-commands.ts';

/** Histories of a stack, of at most so many commands. */
export function histories(maxCommands: number) {
  const often = Array.from({ length: 4 }, () => releases);
  return fc.commands(
    [...often, rollbacks, rollbacks, movesByHand, prunes, targetChanges, targetChanges],
    {
      maxCommands,
      size: 'max',
    },
  );
}
