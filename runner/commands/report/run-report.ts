import { relative } from 'node:path';
import { EnvironmentError, exitStatus, type ExitStatus } from '../../errors.ts';
import { advise, npmRun } from '../../report/next.ts';
import { resultVersion } from '../../report/results/parts.ts';
import { readSettings } from '../read-settings.ts';
import { reportsFolder } from '../reports-folder.ts';
import { tellResult } from '../tell.ts';
import { findReport } from './find-report.ts';
import { openPage } from './open-page.ts';

interface ReportOptions {
  readonly stack: string;
  readonly json: boolean;
  readonly id: string | undefined;
}

/**
 * `npm run report`: tells where a report is, and opens it on a terminal.
 *
 * @returns the exit status.
 * @throws {UsageError} when there is no such stack.
 * @throws {EnvironmentError} when there is no report on this machine.
 */
export async function runReport({ stack, json, id }: ReportOptions): Promise<ExitStatus> {
  await readSettings(stack);
  const found = findReport(reportsFolder, { id, stack });
  if (found === undefined) {
    throw new EnvironmentError(
      `There is no report of ${id ?? `a release or rollback of stack ${stack}`} on this machine`,
      advise(npmRun('history'), 'to see what was released, from wherever'),
      { resource: `stack ${stack}` },
    );
  }
  const path = relative(process.cwd(), found.page);
  if (!json && process.stdout.isTTY) {
    openPage(found.page);
  }
  const status = exitStatus.done;
  return tellResult(
    {
      version: resultVersion,
      command: 'report',
      stack,
      outcome: 'done',
      status,
      release: found.id,
      report: path,
    },
    json,
    path,
  );
}
