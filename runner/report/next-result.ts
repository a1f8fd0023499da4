import { formatCommand } from './message.ts';
import type { Next } from './next.ts';
import type { NextResult } from './results/parts.ts';

/** What to do next, for machines: the ways after the first side by side. */
export function toNextResult(next: Next, stack: string): NextResult {
  const [first, ...or] = waysOf(next, stack);
  return { ...(first ?? { text: null, command: null, note: null }), or };
}

function waysOf(
  { text, command, note, or }: Next,
  stack: string,
): readonly Omit<NextResult, 'or'>[] {
  const way = {
    text: text ?? null,
    command: command ? formatCommand(command, stack) : null,
    note: note ?? null,
  };
  return [way, ...(or ? waysOf(or, stack) : [])];
}
