import type { Bundle } from '../bundler/bundle.ts';
import type { Clients } from './aws/clients.ts';
import type { ProvisionRecord } from './aws/unchanged-stack.ts';
import type { Readers } from './aws/last-answers.ts';
import type { EarlyTiers } from './gates/early-tiers.ts';
import type { HistoryAhead } from './history/history-ahead.ts';
import type { Source } from './history/source.ts';
import type { ProgramStack } from './pulumi/program-stack.ts';
import type { Reporter } from './report/events.ts';
import type { Command } from './report/next.ts';
import type { Settings } from '../stack/stack-file.ts';
import type { Steps } from './steps.ts';
import type { Writers } from './traffic/writers.ts';

/** What is sent to an API. */
export interface ApiRequest {
  readonly method: string;
  /** Below the API stage, with its query. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | undefined;
}

/** What the gates send to the API: `release.headers` and `release.readiness…` of the settings, decrypted. */
export interface GateRequests {
  /** What every request carries; the api tier is told it. */
  readonly headers: Readonly<Record<string, string>>;
  /** What readiness and probes ask again and again, to learn which pair answers. */
  readonly readiness: ApiRequest;
  /** Values that are encrypted in the stack's file, and are printed nowhere. */
  readonly secrets: readonly string[];
}

/** What every step of one release is given. */
export interface ReleaseContext {
  /** `20261123T051512-1f0c`: sorts by time, and no two releases share one. */
  readonly id: string;
  /** What the checkout is at; git is asked at the first call. */
  readonly source: () => Promise<Source>;
  /** Of the stack; `region` is the one that this context is for. */
  readonly settings: Settings;
  /** Where the run works, of a stack in several regions; left out, where this context is for. */
  readonly regions?: readonly [ReleaseContext, ...ReleaseContext[]];
  /** Regions of the stack that it leaves as they are. */
  readonly skipped?: readonly string[];
  readonly clients: Clients;
  /** What moves traffic; its waits end when the release has to stop. */
  readonly writers: Writers;
  /** Answer what AWS said last, without asking it. */
  readonly lastKnown: Readers;
  /** Finds the Pulumi CLI and opens the stack's program. */
  readonly openProgram: () => Promise<ProgramStack>;
  /** What the gates send to the API; Pulumi is asked at the first call, where some of it is encrypted. */
  readonly gateRequests: () => Promise<GateRequests>;
  readonly provisionRecord: ProvisionRecord;
  /** Of the stack until now, where the run leaves a report. */
  readonly history?: HistoryAhead;
  readonly bundle: () => Promise<Bundle>;
  /** Of a release: the next tier may be started while a step runs. */
  readonly earlyTiers?: EarlyTiers;
  readonly steps: Steps;
  readonly reporter: Reporter;
  /** Aborted with the reason when the release has to stop: Ctrl-C, or a lost lock. */
  readonly stop: AbortController;
  /** What a person typed, who may be told to type it again with one option more; left out, the bare command. */
  readonly typed?: Command;
  /** Steps that write are only shown. */
  readonly isDryRun: boolean;
  /** Asks Pulumi also where nothing seems to have changed. */
  readonly mustProvision?: boolean;
  /** Promotes also what a rollback took away. */
  readonly isAgain?: boolean;
  /** Approves the target before which an earlier release stopped. */
  readonly isContinued?: boolean;
  /** Name of the target after which it stops; those behind it wait as for approval. */
  readonly until?: string | undefined;
  /** Names of alarms that may be red. */
  readonly ignoredAlarms?: readonly string[];
  /** How long putting back waits for AWS to be reached again; two minutes unless said otherwise. */
  readonly patienceMs?: number;
}
