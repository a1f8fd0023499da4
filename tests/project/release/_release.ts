import type { ExecutionContext } from 'ava';
import type { Bundle } from '../../../function/bundle.ts';
import { APIGatewayClient } from '@aws-sdk/client-api-gateway';
import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { STSClient } from '@aws-sdk/client-sts';
import type { Clients } from '../../../runner/aws/clients.ts';
import type { ReleaseContext } from '../../../runner/context.ts';
import type { ProgramStack } from '../../../runner/pulumi.ts';
import { FailedRelease } from '../../../runner/recovery.ts';
import { release, type ReleaseReport } from '../../../runner/release.ts';
import type { ReleaseEvent } from '../../../runner/report/events.ts';
import { readSettings, type Settings } from '../../../runner/settings.ts';
import { Steps } from '../../../runner/steps.ts';
import { account, region } from '../_helpers/embedded.ts';
import type { TestStack } from './_stack.ts';
import { green } from './_tier-commands.ts';

/** Commands of the tiers; each is green unless a test says otherwise. */
export type TierCommands = Partial<Settings['release']['tiers']>;

export type TargetOverride = Pick<
  Partial<Settings['program']['targets'][number]>,
  'rollout' | 'approval'
>;

export interface ReleaseOptions {
  readonly bundle: Bundle;
  /** The deployment that `pulumi up` gives out; the stack's first unless said otherwise. */
  readonly deploymentId?: string;
  readonly tiers?: TierCommands;
  readonly id?: string;
  readonly isDryRun?: boolean;
  readonly isAgain?: boolean;
  readonly isContinued?: boolean;
  readonly ignoredAlarms?: readonly string[];
  /** Settings of targets by name, beside those of the local stack. */
  readonly targets?: Readonly<Record<string, TargetOverride>>;
  readonly onEvent?: (event: ReleaseEvent, context: ReleaseContext) => void;
}

/** Runs the real workflow against a test stack, with tiers that cost nothing. */
export function runRelease(
  t: ExecutionContext,
  stack: TestStack,
  options: ReleaseOptions,
): Promise<ReleaseReport> {
  return release(createContext(t, stack, options));
}

/** Runs a release that has to stop. */
export async function runFailingRelease(
  t: ExecutionContext,
  stack: TestStack,
  options: ReleaseOptions,
): Promise<FailedRelease> {
  const error = await t.throwsAsync(runRelease(t, stack, options), { instanceOf: FailedRelease });
  return error;
}

let counter = 0;

export function createContext(
  t: ExecutionContext,
  stack: TestStack,
  { bundle, deploymentId, tiers, id, targets = {}, onEvent, ...options }: ReleaseOptions,
): ReleaseContext {
  const { isDryRun = false } = options;
  const settings = readSettings('local');
  const outputs = { ...stack.outputs, deploymentId: deploymentId ?? stack.outputs.deploymentId };
  counter += 1;
  const reporter = {
    report(event: ReleaseEvent) {
      onEvent?.(event, context);
    },
    close: () => undefined,
  };
  const context: ReleaseContext = {
    id: id ?? `20261123T000000-${String(counter)}`,
    settings: {
      ...settings,
      program: {
        ...settings.program,
        targets: settings.program.targets.map((target) => ({ ...target, ...targets[target.name] })),
      },
      release: {
        ...settings.release,
        readinessTimeout: 30,
        tiers: { unit: green, lambda: green, api: green, ...tiers },
      },
    },
    clients: createTestClients(t, stack.url),
    openProgram: () => Promise.resolve(programThatOutputs(outputs)),
    bundle: () => Promise.resolve(bundle),
    steps: new Steps(reporter, isDryRun),
    reporter,
    stop: new AbortController(),
    ...options,
    isDryRun,
  };
  return context;
}

function programThatOutputs(outputs: TestStack['outputs']): ProgramStack {
  return {
    up: () => Promise.resolve({ outputs, changes: 0 }),
    preview: () => Promise.resolve([]),
    outputs: () => Promise.resolve(outputs),
    destroy: () => Promise.resolve(),
  };
}

function createTestClients(t: ExecutionContext, endpoint: string): Clients {
  const options = {
    endpoint,
    region,
    credentials: { accessKeyId: account, secretAccessKey: 'local' },
    maxAttempts: 3,
  };
  const clients = {
    lambda: new LambdaClient(options),
    apiGateway: new APIGatewayClient(options),
    logs: new CloudWatchLogsClient(options),
    cloudWatch: new CloudWatchClient(options),
    sts: new STSClient(options),
  };
  t.teardown(() => {
    Object.values(clients).forEach((client) => client.destroy());
  });
  return clients;
}
