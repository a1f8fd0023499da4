import { createInterface } from 'node:readline/promises';
import type { Readable, Writable } from 'node:stream';
import { Interrupted, UsageError } from '../errors.ts';
import type { Next } from '../report/next.ts';

/** Puts a question to a person. */
export type Ask = (question: string) => Promise<string>;

/** What is said to who gives no answer. */
export interface Unanswered {
  /** `Nothing was deleted` */
  readonly nothing: string;
  readonly next: Next;
  /** Of the command that asks: it ends the questions. */
  readonly signal?: AbortSignal;
}

/** Where a person types and reads. */
interface Terminal {
  readonly input: Readable;
  readonly output: Writable;
  readonly terminal?: boolean;
}

/**
 * Asks a person on the terminal, one question after the other.
 *
 * @throws {Interrupted} when an answer is Ctrl-C.
 * @throws {UsageError} when it is Ctrl-D, or the terminal is gone.
 */
export async function withPerson<T>(
  { nothing, next, signal }: Unanswered,
  talk: (ask: Ask) => Promise<T>,
  terminal: Terminal = { input: process.stdin, output: process.stderr },
): Promise<T> {
  const lines = createInterface(terminal);
  const over = new AbortController();
  const onInterrupt = () => {
    over.abort(new Interrupted(nothing, next));
  };
  signal?.addEventListener('abort', onInterrupt);
  lines.once('SIGINT', onInterrupt);
  lines.once('close', () => {
    over.abort(new UsageError(`${nothing}: the input ended without an answer`, next));
  });
  const ask: Ask = (question) =>
    lines.question(question, { signal: over.signal }).catch((error: unknown) => {
      terminal.output.write('\n');
      throw over.signal.aborted ? over.signal.reason : error;
    });
  try {
    return await talk(ask);
  } finally {
    signal?.removeEventListener('abort', onInterrupt);
    lines.close();
  }
}
