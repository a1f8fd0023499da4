import type { Bundle } from '../../../../bundler/bundle.ts';
import { nobodySignsIn, type SignIn } from '../../../../stack/sign-in/aws-settings.ts';
import type { StackOutputs } from '../../../../stack/outputs.ts';
import type { StackSettings } from '../../../../stack/settings.ts';
import type { TargetSettings } from '../../../../stack/targets-settings.ts';
import type { ProvisionRecord } from '../../../../runner/aws/unchanged-stack.ts';
import type { ReleaseContext } from '../../../../runner/context.ts';
import { readSource, type Source } from '../../../../runner/history/source.ts';
import { readGateRequests } from '../../../../runner/pulumi/gate-requests.ts';
import { believeOwnWrites } from '../../../../runner/aws/own-writes.ts';
import type { Reporter } from '../../../../runner/report/events.ts';
import type { Settings } from '../../../../stack/stack-file.ts';
import { rememberAnswers } from '../../../../runner/aws/last-answers.ts';
import { Steps } from '../../../../runner/steps.ts';
import { Propagation, type Bounds } from '../../../../runner/traffic/propagation.ts';
import type { LagClock } from './_lag-clock.ts';
import { provisionedProgram } from './_program-stack.ts';
import { green } from './_tier-commands.ts';
import { greetingSettings } from '../../_helpers/greeting.ts';

/** Of this one, in which nothing is committed while tests run. */
let checkout: Promise<Source> | undefined;

/** Commands of the tiers; each is green unless a test says otherwise. */
export type TierCommands = Partial<Settings['release']['tiers']>;

/** Settings of targets by name, beside those of the local stack. */
export type TargetOverrides = Readonly<
  Record<
    string,
    Partial<
      Pick<
        Settings['program']['targets'][number],
        'rollout' | 'approval' | 'provisionedConcurrency' | 'apiTier'
      >
    >
  >
>;

/** What of the settings says what readiness and probes ask. */
export type Readiness = Partial<
  Pick<
    Settings['release'],
    'readinessPath' | 'readinessMethod' | 'readinessBody' | 'readinessTimeout' | 'headers'
  >
>;

type Required = Pick<ReleaseContext, 'id' | 'clients'>;
type Replaceable = Omit<
  ReleaseContext,
  keyof Required | 'bundle' | 'steps' | 'reporter' | 'writers'
>;

export interface ContextOptions extends Required, Partial<Replaceable> {
  /** What `pulumi up` gives out. */
  readonly outputs: StackOutputs;
  readonly bundle: () => Promise<Bundle>;
  readonly tiers?: TierCommands | undefined;
  /** How long changes take; they are everywhere at once unless said otherwise. */
  readonly propagation?: Bounds;
  /** What that is counted by; the clock of the machine unless said otherwise. */
  readonly clock?: LagClock | undefined;
  readonly targets?: TargetOverrides | undefined;
  /** A target that is added to the settings, before the last one. */
  readonly beta?: TargetSettings | undefined;
  readonly signIn?: SignIn | undefined;
  /** What readiness and probes ask, where it is no plain GET. */
  readonly readiness?: Readiness;
  /** What Pulumi decrypts `release` of the settings to. */
  readonly decrypted?: object;
  readonly report: Reporter['report'];
}

/** Pulumi is asked each time; see e2e/unchanged.test.ts and runner/aws/unchanged-stack.test.ts. */
export const noRecord: ProvisionRecord = {
  findUnchanged: () => Promise.resolve(undefined),
  write: () => Promise.resolve(),
};

/**
 * What the real workflow is given in a test: the settings of the stack `local`, tiers that cost
 * nothing, and a program that is provisioned.
 */
export function buildContext({
  outputs,
  tiers,
  targets = {},
  beta,
  report,
  signIn = nobodySignsIn,
  readiness = {},
  decrypted,
  isDryRun = false,
  stop = new AbortController(),
  propagation = { alias: 0, stage: 0, read: 0 },
  clock,
  ...given
}: ContextOptions): ReleaseContext {
  const settings = greetingSettings('local');
  believeOwnWrites(given.clients, propagation.read, clock);
  const reporter = { report, close: () => undefined };
  const endpoint = new URL(outputs.targets.prod?.url ?? '').origin;
  const program: StackSettings = {
    ...settings.program,
    endpoint,
    targets: settings.program.targets.toSpliced(-1, 0, ...(beta ? [beta] : [])).map((target) => ({
      ...target,
      ...(outputs.targets[target.name]?.standbyStage === undefined && { standby: 'off' }),
      ...targets[target.name],
    })),
  };
  const { clients } = given;
  const { region, credentials } = clients.lambda.config;
  const releaseSettings = {
    ...settings.release,
    readinessTimeout: 30,
    typecheck: false,
    propagation,
    tiers: { unit: green, lambda: green, api: green, ...tiers },
    ...readiness,
  };
  return {
    settings: { ...settings, signIn, program, release: releaseSettings },
    async openProgram() {
      const aws = { endpoint, region: await region(), credentials: () => credentials() };
      return provisionedProgram({ settings: program, outputs, clients, aws });
    },
    gateRequests: () =>
      readGateRequests({ ...settings, release: releaseSettings }, () =>
        decrypted === undefined
          ? Promise.reject(new Error('Nothing is encrypted'))
          : Promise.resolve({ setting: () => Promise.resolve(decrypted) }),
      ),
    source: () => (checkout ??= readSource()),
    provisionRecord: noRecord,
    lastKnown: rememberAnswers(given.clients),
    patienceMs: 0,
    steps: new Steps(reporter, isDryRun),
    reporter,
    stop,
    writers: {
      lambda: given.clients.lambda,
      apiGateway: given.clients.apiGateway,
      propagation: new Propagation(propagation, clock),
      signal: stop.signal,
    },
    isDryRun,
    ...given,
  };
}
