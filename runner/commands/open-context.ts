import { randomBytes } from 'node:crypto';
import { boundsOf } from '../backend.ts';
import { addCalls, countCalls } from '../aws/call-counts.ts';
import { awsPlaceOf } from '../../stack/sign-in/aws-place.ts';
import { createClients } from '../aws/clients.ts';
import { rememberAnswers } from '../aws/last-answers.ts';
import { believeOwnWrites } from '../aws/own-writes.ts';
import { openProvisionRecord } from '../aws/unchanged-stack.ts';
import type { GateRequests, ReleaseContext } from '../context.ts';
import { isInSeveralRegions, type Settings } from '../../stack/stack-file.ts';
import { fingerprintProgram } from '../../stack/program-fingerprint.ts';
import { HistoryAhead } from '../history/history-ahead.ts';
import { readSource, type Source } from '../history/source.ts';
import { createNotifier, type Notifier } from '../notify/notifier.ts';
import { root } from '../root.ts';
import { openProgram } from '../pulumi/open-program.ts';
import type { ProgramStack } from '../pulumi/program-stack.ts';
import { readGateRequests } from '../pulumi/gate-requests.ts';
import { reporterIn } from '../regions.ts';
import { Steps } from '../steps.ts';
import { choosePlaces, type Places } from './choose-places.ts';
import { inGroups } from '../report/actions-groups.ts';
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
  const progress = createProgress(process.stderr);
  const write = (text: string) => process.stderr.write(text);
  const tellAll = (event: ReleaseEvent) => {
    reporters.forEach((reporter) => {
      reporter.report(event);
    });
  };
  const note = (text: string) => {
    tellAll({ kind: 'note', text });
  };
  const reporters: readonly Reporter[] = [
    recorder,
    ...(process.env.GITHUB_ACTIONS === 'true'
      ? [inGroups(progress, write), createActionsLog(write)]
      : [progress]),
    ...(events === undefined ? [] : [openEventFile(events, note)]),
  ];
  const notifier = createNotifier(notify, { note, env: process.env });
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

/** What a run is told: the same in each of its regions. */
type Given = Pick<
  ReportedContext,
  | 'settings'
  | 'reporter'
  | 'stop'
  | 'isDryRun'
  | 'typed'
  | 'bundle'
  | 'earlyTiers'
  | 'mustProvision'
  | 'isAgain'
  | 'isContinued'
  | 'until'
  | 'ignoredAlarms'
> & {
  /** The regions in which the run works; all of the stack where it is left out. */
  readonly places?: Places;
};

/**
 * What a release or a rollback of a stack works with. Of a stack in several regions there is a context for each
 * in which it works, beside the one for what is in no region, as the bundle.
 */
export function openContext({ places, ...given }: Given): ReportedContext {
  const { settings, reporter, isDryRun } = given;
  const { names, skipped } = places ?? choosePlaces(settings, {});
  let opened: Promise<ProgramStack> | undefined;
  const open = () => (opened ??= openProgram(settings));
  let requests: Promise<GateRequests> | undefined;
  let source: Promise<Source> | undefined;
  let fingerprint: string | undefined;
  const steps = new Steps(reporter, isDryRun);
  const openIn = (region: string): ReportedContext => ({
    ...given,
    ...openPlace({ ...settings, region }, given, () => {
      fingerprint ??= fingerprintProgram(root, settings.stack);
      return fingerprint;
    }),
    id,
    source: () => (source ??= readSource()),
    steps,
    skipped,
    openProgram: open,
    gateRequests: () => (requests ??= readGateRequests(settings, open)),
  });
  const id = newReleaseId();
  const [first, ...others] = names;
  const here = openIn(first);
  const history = new HistoryAhead(here.clients.logs, settings.program.function.name);
  const all = [{ ...here, history }, ...others.map(openIn)] as const;
  if (!isInSeveralRegions(settings)) {
    return all[0];
  }
  const inRegion = (context: ReportedContext): ReleaseContext => {
    const { region } = context.settings;
    return { ...context, steps: steps.in(region), reporter: reporterIn(region, reporter) };
  };
  return {
    ...all[0],
    regions: [inRegion(all[0]), ...all.slice(1).map(inRegion)],
    countedCalls: () => addCalls(all.map(({ countedCalls }) => countedCalls())),
  };
}

/** What is of one region. */
function openPlace(
  settings: Settings,
  { reporter, stop }: Pick<Given, 'reporter' | 'stop'>,
  fingerprint: () => string,
) {
  const clients = createClients(awsPlaceOf(settings));
  const countedCalls = countCalls(clients);
  const { lambda, apiGateway } = clients;
  const bounds = boundsOf(settings);
  believeOwnWrites(clients, bounds.read);
  const { region } = settings;
  const here = isInSeveralRegions(settings) ? reporterIn(region, reporter) : reporter;
  const propagation = new Propagation(bounds, {
    onWait(wait) {
      here.report({ kind: 'wait', ...wait });
    },
  });
  return {
    settings,
    clients,
    countedCalls,
    lastKnown: rememberAnswers(clients),
    writers: { lambda, apiGateway, propagation, signal: stop.signal },
    provisionRecord: openProvisionRecord(clients, settings, fingerprint),
  };
}
