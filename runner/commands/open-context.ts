import { randomBytes } from 'node:crypto';
import { boundsOf } from '../backend.ts';
import { createClients } from '../aws/clients.ts';
import { rememberAnswers } from '../aws/last-answers.ts';
import { believeOwnWrites } from '../aws/own-writes.ts';
import { openProvisionRecord } from '../aws/unchanged-stack.ts';
import type { ReleaseContext } from '../context.ts';
import { fingerprintProgram } from '../../stack/program-fingerprint.ts';
import { root } from '../root.ts';
import { openProgram } from '../pulumi/open-program.ts';
import type { ProgramStack } from '../pulumi/program-stack.ts';
import { Steps } from '../steps.ts';
import { openEventFile, type Reporter } from '../report/events.ts';
import { createProgress } from '../report/progress.ts';
import { Propagation } from '../traffic/propagation.ts';

/** Sorts by time, to the second. */
export function newReleaseId(): string {
  const time = new Date().toISOString().replace(/[-:]|\.\d+Z$/g, '');
  return `${time}-${randomBytes(2).toString('hex')}`;
}

/**
 * Shows progress to a person, and writes it to a file where one is named.
 *
 * @throws {UsageError} when the file cannot be written.
 */
export function openReporters(events: string | undefined): Reporter {
  const reporters = [
    createProgress(process.stderr),
    ...(events === undefined ? [] : [openEventFile(events)]),
  ];
  return {
    report(event) {
      reporters.forEach((reporter) => {
        reporter.report(event);
      });
    },
    close() {
      reporters.forEach((reporter) => {
        reporter.close();
      });
    },
  };
}

type Given = Pick<ReleaseContext, 'settings' | 'reporter' | 'stop' | 'isDryRun' | 'bundle'>;

/** What a release or a rollback of a stack works with. */
export function openContext(given: Given): ReleaseContext {
  const { settings, reporter, stop, isDryRun } = given;
  const clients = createClients(settings.region, settings.program.endpoint);
  const { lambda, apiGateway } = clients;
  const bounds = boundsOf(settings);
  believeOwnWrites(clients, bounds.read);
  const propagation = new Propagation(bounds, {
    onWait({ what, seconds }) {
      const text = `  waits ${seconds.toFixed(1)} s, until ${what}`;
      reporter.report({ kind: 'note', text });
    },
  });
  let opened: Promise<ProgramStack> | undefined;
  return {
    ...given,
    id: newReleaseId(),
    clients,
    lastKnown: rememberAnswers(clients),
    writers: { lambda, apiGateway, propagation, signal: stop.signal },
    openProgram: () => (opened ??= openProgram(settings)),
    provisionRecord: openProvisionRecord(clients, settings, () =>
      fingerprintProgram(root, settings.stack),
    ),
    steps: new Steps(reporter, isDryRun),
  };
}
