import { parse } from 'velocityjs';
import { z } from 'zod';

import { TemplateError } from './template-error.ts';

/** Stands for a brace that the parser is not to see: a character that no text has. */
const braceMark = '\uFFFF';

/** A piece of text of a template, as it was written. */
export function writtenText(piece: string): string {
  return piece.replaceAll(braceMark, '{');
}

/**
 * Parses a template, or a text in double quotes, which is one.
 * @throws {TemplateError} for what is not valid Velocity
 */
export function parseTemplate(template: string): readonly unknown[] {
  let text = template;
  for (;;) {
    try {
      return parse(text);
    } catch (cause) {
      const at = braceBehindReference(text, cause);
      if (at === undefined) {
        const reason = cause instanceof Error ? cause.message : String(cause);
        throw new TemplateError(`The mapping template is not valid Velocity: ${reason}`, { cause });
      }
      text = `${text.slice(0, at)}${braceMark}${text.slice(at + 1)}`;
    }
  }
}

const parseError = z.object({
  hash: z.object({
    token: z.literal('VAR_BEGIN'),
    loc: z.object({ last_line: z.int(), last_column: z.int() }),
  }),
});

/** Where the parser took the brace in `$name{` for the one of `${name}`. */
function braceBehindReference(text: string, error: unknown): number | undefined {
  const { data } = parseError.safeParse(error);
  if (data === undefined) {
    return undefined;
  }
  const { last_line: line, last_column: column } = data.hash.loc;
  const before = text.split(/(?<=\r\n|\r(?!\n)|\n)/).slice(0, line - 1);
  const at = before.join('').length + column;
  return text[at] === '{' ? at : undefined;
}
