import { parseAvaLines } from './ava-lines.ts';
import { parseTap } from './tap.ts';

/**
 * Reads the tests of what a tier printed: TAP, or ava's own lines.
 *
 * @returns undefined where it is neither.
 */
export function readTests(output: string): ReturnType<typeof parseTap> {
  return parseTap(output) ?? parseAvaLines(output);
}
