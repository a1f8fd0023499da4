import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { z } from 'zod';

/** A report of a release or rollback, as the list shows it. */
export interface LeftReport {
  readonly id: string;
  readonly command: string;
  readonly stack: string;
  readonly outcome: string;
  readonly isGood: boolean;
}

/** What the list needs of `report.json`; the rest is the page's beside it. */
const left = z.object({
  stack: z.string(),
  result: z.object({ command: z.string().nullable(), outcome: z.string(), status: z.number() }),
});

const ids = /^[\w-]+$/;
const shown = 20;

/** The newest reports in a folder, newest first: their ids sort by time. */
export function listReports(folder: string): LeftReport[] {
  const names = existsSync(folder) ? readdirSync(folder) : [];
  return names
    .filter((name) => ids.test(name))
    .sort()
    .reverse()
    .slice(0, shown)
    .flatMap((id) => readReport(folder, id) ?? []);
}

function readReport(folder: string, id: string): LeftReport | undefined {
  try {
    const text = readFileSync(join(folder, id, 'report.json'), 'utf8');
    const { stack, result } = left.parse(JSON.parse(text));
    const { command, outcome, status } = result;
    return { id, command: command ?? 'command', stack, outcome, isGood: status === 0 };
  } catch {
    return undefined;
  }
}

/** The page of a report; undefined where there is none of that name. */
export function readReportPage(folder: string, id: string): Buffer | undefined {
  const file = join(folder, id, 'report.html');
  return ids.test(id) && existsSync(file) ? readFileSync(file) : undefined;
}
