import { createInterface } from 'node:readline/promises';
import { UsageError } from '../errors.ts';
import { advise, type Command } from '../report/next.ts';

const forms = {
  delete: { would: 'delete', does: 'deletes', done: 'deleted' },
  create: { would: 'create', does: 'creates', done: 'created' },
};

export interface Confirmation {
  /** What is done to it; deleting it, unless said otherwise. */
  readonly act?: keyof typeof forms;
  /** What will be deleted or created, as the object of a sentence. */
  readonly what: string;
  /** What a person types to say yes. */
  readonly word: string;
  /** What says yes without a terminal. */
  readonly command: Command;
}

/**
 * Asks a person before something is deleted for good, or created where it costs.
 *
 * @throws {UsageError} when there is nobody to ask, or the answer is another.
 */
export async function confirm({
  act = 'delete',
  what,
  word,
  command,
}: Confirmation): Promise<void> {
  const { would, does, done } = forms[act];
  if (!process.stdin.isTTY) {
    throw new UsageError(`This would ${would} ${what}`, advise(command));
  }
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  const answer = await terminal.question(`This ${does} ${what}. Type ${word} to go on: `);
  terminal.close();
  if (answer.trim() !== word) {
    throw new UsageError(`Nothing was ${done}`, advise(command));
  }
}
