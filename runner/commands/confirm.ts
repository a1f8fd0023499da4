import { createInterface } from 'node:readline/promises';
import { UsageError } from '../errors.ts';
import { advise, type Command } from '../report/next.ts';

export interface Confirmation {
  /** What will be deleted, as the object of a sentence. */
  readonly what: string;
  /** What a person types to say yes. */
  readonly word: string;
  /** What says yes without a terminal. */
  readonly command: Command;
}

/**
 * Asks a person before something is deleted for good.
 *
 * @throws {UsageError} when there is nobody to ask, or the answer is another.
 */
export async function confirm({ what, word, command }: Confirmation): Promise<void> {
  if (!process.stdin.isTTY) {
    throw new UsageError(`This would delete ${what}`, advise(command));
  }
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  const answer = await terminal.question(`This deletes ${what}. Type ${word} to go on: `);
  terminal.close();
  if (answer.trim() !== word) {
    throw new UsageError('Nothing was deleted', advise(command));
  }
}
