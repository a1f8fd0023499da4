import type { CheckResult } from './checks.ts';
import { slowest, type Summary } from './summary.ts';

const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`;

const indent = (text: string): string => text.replaceAll(/^(?=.)/gm, '    ');

export function formatCheck({ title, passed, output, durationMs }: CheckResult): string {
  const line = `  ${passed ? '✔' : '✘'} ${title} (${seconds(durationMs)})\n`;
  return passed ? line : `${line}${indent(output)}\n`;
}

const SLOWEST_COUNT = 5;

export function formatSlowest(files: Summary['files']): string {
  const lines = slowest(files, SLOWEST_COUNT).map(
    ({ file, durationMs }) => `  ${seconds(durationMs).padStart(8)}  ${file}\n`,
  );
  return lines.length === 0 ? '' : `Slowest test files\n${lines.join('')}\n`;
}

/** The very last line of `npm test`. */
export const formatTotal = (passed: number, failed: number): string =>
  `${String(passed)} passed, ${String(failed)} failed\n`;
