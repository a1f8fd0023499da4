import { randomBytes } from 'node:crypto';
import { boundsOf } from '../backend.ts';
import { countCalls } from '../aws/call-counts.ts';
import { awsPlaceOf } from '../../stack/sign-in/aws-place.ts';
import { createClients } from '../aws/clients.ts';
import { rememberAnswers } from '../aws/last-answers.ts';
import { believeOwnWrites } from '../aws/own-writes.ts';
import { openProvisionRecord } from '../aws/unchanged-stack.ts';
import type { GateRequests, ReleaseContext } from '../context.ts';
import type { Settings } from '../../stack/stack-file.ts';
import { fingerprintProgram } from '../../stack/program-fingerprint.ts';
import { createNotifier, type Notifier } from '../notify/notifier.ts';
import { root } from '../root.ts';
import { openProgram } from '../pulumi/open-program.ts';
import type { ProgramStack } from '../pulumi/program-stack.ts';
import { readGateRequests } from '../pulumi/gate-requests.ts';
import { Steps } from '../steps.ts';
import { createActionsLog } from '../report/actions-log.ts';
import {
  openEventFile,
  type CallsOfOperation,
  type ReleaseEvent,
  type Reporter,
} from '../report/events.ts';
import { createProgress } from '../report/terminal/progress.ts';
import { createRecorder, type Recorder } from '../report/recorder.ts';
import { Propagation } from '../traffic/propagation.ts';

/** Sorts by time, to the second. */
export function newReleaseId(): string {
  const time = new Date().toISOString().replace(/[-:]|\.\d+Z$/g, '');
  return `${time}-${randomBytes(2).toString('hex')}`;
}

/**
 * Shows progress to a person, keeps it for the report, tells it to the stack's webhooks, and writes it to a file
 * where one is named.
 *
 * @throws {UsageError} when the file cannot be written.
 */
export function openReporters(
  events: string | undefined,
  { notify }: Pick<Settings, 'notify'>,
): Recorder & Pick<Notifier, 'settle'> {
  const recorder = createRecorder();
  const reporters: readonly Reporter[] = [
    recorder,
    createProgress(process.stderr),
    ...(process.env.GITHUB_ACTIONS === 'true'
      ? [createActionsLog((text) => process.stderr.write(text))]
      : []),
    ...(events === undefined ? [] : [openEventFile(events)]),
  ];
  const tellAll = (event: ReleaseEvent) => {
    reporters.forEach((reporter) => {
      reporter.report(event);
    });
  };
  const notifier = createNotifier(notify, {
    note(text) {
      tellAll({ kind: 'note', text });
    },
    env: process.env,
  });
  return {
    events: recorder.events,
    report(event) {
      tellAll(event);
      notifier.report(event);
    },
    settle: () => notifier.settle(),
    close() {
      reporters.forEach((reporter) => {
        reporter.close();
      });
    },
  };
}

/** What a command needs beside its release or rollback, to report it. */
export interface ReportedContext extends ReleaseContext {
  readonly reporter: Recorder;
  /** Calls to AWS until now, by operation. */
  readonly countedCalls: () => readonly CallsOfOperation[];
}

type Given = Pick<ReportedContext, 'settings' | 'reporter' | 'stop' | 'isDryRun' | 'bundle'>;

/** What a release or a rollback of a stack works with. */
export function openContext(given: Given): ReportedContext {
  const { settings, reporter, stop, isDryRun } = given;
  const clients = createClients(awsPlaceOf(settings));
  const countedCalls = countCalls(clients);
  const { lambda, apiGateway } = clients;
  const bounds = boundsOf(settings);
  believeOwnWrites(clients, bounds.read);
  const propagation = new Propagation(bounds, {
    onWait(wait) {
      reporter.report({ kind: 'wait', ...wait });
    },
  });
  let opened: Promise<ProgramStack> | undefined;
  const open = () => (opened ??= openProgram(settings));
  let requests: Promise<GateRequests> | undefined;
  return {
    ...given,
    id: newReleaseId(),
    clients,
    countedCalls,
    lastKnown: rememberAnswers(clients),
    writers: { lambda, apiGateway, propagation, signal: stop.signal },
    openProgram: open,
    gateRequests: () => (requests ??= readGateRequests(settings, open)),
    provisionRecord: openProvisionRecord(clients, settings, () =>
      fingerprintProgram(root, settings.stack),
    ),
    steps: new Steps(reporter, isDryRun),
  };
}
