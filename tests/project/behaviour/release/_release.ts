import type { ExecutionContext } from 'ava';
import type { Bundle } from '../../../../bundler/bundle.ts';
import { APIGatewayClient } from '@aws-sdk/client-api-gateway';
import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { S3Client } from '@aws-sdk/client-s3';
import { STSClient } from '@aws-sdk/client-sts';
import type { StackOutputs } from '../../../../stack/outputs.ts';
import type { TargetSettings } from '../../../../stack/targets-settings.ts';
import type { SignIn } from '../../../../stack/sign-in/aws-settings.ts';
import type { Clients } from '../../../../runner/aws/clients.ts';
import type { ReleaseContext } from '../../../../runner/context.ts';
import { FailedRun } from '../../../../runner/failed-run.ts';
import { release, type ReleaseReport } from '../../../../runner/release.ts';
import type { Command } from '../../../../runner/report/next.ts';
import type { ReleaseEvent } from '../../../../runner/report/events.ts';
import { account, region } from '../../../../local/tests/_helpers/account.ts';
import {
  buildContext,
  type Readiness,
  type TargetOverrides,
  type TierCommands,
} from './_context.ts';
import type { TestStack } from './_stack.ts';

export interface ReleaseOptions {
  readonly bundle: Bundle;
  /** The deployment that `pulumi up` gives out; the stack's first unless said otherwise. */
  readonly deploymentId?: string;
  readonly tiers?: TierCommands;
  readonly id?: string;
  readonly isDryRun?: boolean;
  readonly isAgain?: boolean;
  readonly isContinued?: boolean;
  readonly until?: string;
  readonly ignoredAlarms?: readonly string[];
  readonly typed?: Command;
  /** Settings of targets by name, beside those of the local stack. */
  readonly targets?: TargetOverrides;
  /** A target that is added to the settings. */
  readonly beta?: TargetSettings | undefined;
  /** What the last `pulumi up` gave out, beside the deployment; what the stack began with unless said otherwise. */
  readonly outputs?: StackOutputs;
  /** The runner's own, where it matters who they sign in as. */
  readonly clients?: Clients;
  /** What readiness and probes ask, where it is no plain GET. */
  readonly readiness?: Readiness;
  /** What Pulumi decrypts `release` of the settings to. */
  readonly decrypted?: object;
  /** Who the settings say signs in. */
  readonly signIn?: SignIn;
  /** Where the stack is, if that is not where they all are. */
  readonly region?: string;
  readonly stop?: AbortController;
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
): Promise<FailedRun> {
  const error = await t.throwsAsync(runRelease(t, stack, options), { instanceOf: FailedRun });
  return error;
}

let counter = 0;

export function createContext(
  t: ExecutionContext,
  stack: TestStack,
  {
    bundle,
    outputs = stack.outputs,
    deploymentId = outputs.deploymentId,
    id,
    onEvent,
    clients,
    region: where = region,
    ...options
  }: ReleaseOptions,
): ReleaseContext {
  counter += 1;
  const context: ReleaseContext = buildContext({
    id: id ?? `20261123T000000-${String(counter)}`,
    clients: clients ?? createTestClients(t, stack.url, where),
    outputs: { ...outputs, deploymentId },
    propagation: stack.propagation,
    clock: stack.clock,
    bundle: () => Promise.resolve(bundle),
    report: (event) => onEvent?.(event, context),
    ...options,
  });
  return context;
}

function createTestClients(t: ExecutionContext, endpoint: string, where: string): Clients {
  const options = {
    endpoint,
    region: where,
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
  const s3 = new S3Client({ ...options, forcePathStyle: true });
  t.teardown(() => {
    [...Object.values(clients), s3].forEach((client) => {
      client.destroy();
    });
  });
  return { ...clients, s3: () => Promise.resolve(s3) };
}
