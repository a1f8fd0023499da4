import { plainText } from './plain-text.ts';

/** A table of cells that are Markdown already. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return [head, head.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n');
}

/** In one line, with everything escaped that Markdown or HTML would take for its own. */
export function text(value: string): string {
  return plainText(value)
    .replace(/\s+/g, ' ')
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/[\\`*_{}[\]()#+!|>~@]/g, '\\$&')
    .replace(/:\/\//g, ':&#47;&#47;');
}

/** A code span, which nothing in it ends. */
export function code(value: string): string {
  const line = plainText(value).replace(/\s+/g, ' ').replaceAll('|', '\\|');
  const ticks = '`'.repeat(longestRun(line) + 1);
  const space = /^`|`$/.test(line) ? ' ' : '';
  return `${ticks}${space}${line}${space}${ticks}`;
}

/** A block of code, which nothing in it ends. */
export function fence(value: string): string {
  const block = plainText(value);
  const ticks = '`'.repeat(Math.max(3, longestRun(block) + 1));
  return `${ticks}text\n${block}\n${ticks}`;
}

/** How many backticks follow one another at most. */
function longestRun(value: string): number {
  return Math.max(0, ...[...value.matchAll(/`+/g)].map(([run]) => run.length));
}
