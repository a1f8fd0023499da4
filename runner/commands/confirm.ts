import { UsageError } from '../errors.ts';
import type { Next } from '../report/next.ts';
import { withPerson } from './ask.ts';

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
  /** What is to be done where there is no terminal. */
  readonly next: Next;
  /** Of the command that asks. */
  readonly signal: AbortSignal;
}

/**
 * Asks a person before something is deleted for good, or created where it costs.
 *
 * @throws {UsageError} when there is nobody to ask, or the answer is another.
 * @throws {Interrupted} when it is Ctrl-C.
 */
export async function confirm({
  act = 'delete',
  what,
  word,
  next,
  signal,
}: Confirmation): Promise<void> {
  const { would, does, done } = forms[act];
  if (!process.stdin.isTTY) {
    throw new UsageError(`This would ${would} ${what}`, next);
  }
  const nothing = `Nothing was ${done}`;
  const answer = await withPerson({ nothing, next, signal }, (ask) =>
    ask(`This ${does} ${what}. Type ${word} to go on: `),
  );
  if (answer.trim() !== word) {
    throw new UsageError(nothing, next);
  }
}
