import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

/** A report on this machine. */
export interface FoundReport {
  /** Of the release or rollback. */
  readonly id: string;
  /** Path of its page. */
  readonly page: string;
}

/** What tells reports apart; the rest of `report.json` may be of a later version. */
const subject = z.object({ stack: z.string() });

/**
 * Finds the report of a release or rollback.
 *
 * @param folder of all reports.
 * @param stack of which it is the newest one, unless an id says otherwise.
 * @returns undefined when there is none.
 */
export function findReport(
  folder: string,
  { id, stack }: { readonly id: string | undefined; readonly stack: string },
): FoundReport | undefined {
  if (!existsSync(folder)) {
    return undefined;
  }
  // Ids sort by time.
  const ids = readdirSync(folder).sort().reverse();
  const found = ids.find((each) =>
    id === undefined ? stackOf(join(folder, each)) === stack : each === id,
  );
  const page = found === undefined ? undefined : join(folder, found, 'report.html');
  return found === undefined || page === undefined || !existsSync(page)
    ? undefined
    : { id: found, page };
}

function stackOf(folder: string): string | undefined {
  try {
    const json: unknown = JSON.parse(readFileSync(join(folder, 'report.json'), 'utf8'));
    return subject.safeParse(json).data?.stack;
  } catch {
    return undefined;
  }
}
