import { slowest, type Summary } from './summary.ts';

export const formatSeconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`;

const slowestCount = 5;

function formatSlowest(files: Summary['files']): string {
  const lines = slowest(files, slowestCount).map(
    ({ file, durationMs }) => `  ${formatSeconds(durationMs).padStart(8)}  ${file}\n`,
  );
  return lines.length === 0 ? '' : `Slowest test files\n${lines.join('')}\n`;
}

const formatSkipped = (skipped: number): string =>
  skipped === 0 ? '' : `${String(skipped)} skipped\n`;

/** The very last line of every command that runs tests. */
export const formatTotal = (passed: number, failed: number): string =>
  `${String(passed)} passed, ${String(failed)} failed\n`;

/** The slowest files, and the total with what was skipped. */
export const formatCounted = ({ passed, failed, skipped, files }: Summary): string =>
  `${formatSlowest(files)}${String(passed)} passed, ${String(failed)} failed, ${String(skipped)} skipped\n`;

/** The slowest files, what was skipped, and the total. */
export const formatSummary = ({ passed, failed, skipped, files }: Summary): string =>
  formatSlowest(files) + formatSkipped(skipped) + formatTotal(passed, failed);
