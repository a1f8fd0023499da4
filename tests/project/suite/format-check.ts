import { formatSeconds } from '../../../local/tests/suite/report.ts';
import type { CheckResult } from './checks.ts';

const indent = (text: string): string => text.replaceAll(/^(?=.)/gm, '    ');

/** A line for a check that passed; with what the tool said for one that failed. */
export function formatCheck({ title, passed, output, durationMs }: CheckResult): string {
  const line = `  ${passed ? '✔' : '✘'} ${title} (${formatSeconds(durationMs)})\n`;
  return passed ? line : `${line}${indent(output)}\n`;
}
