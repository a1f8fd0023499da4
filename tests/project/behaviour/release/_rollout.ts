import {
  PutMetricAlarmCommand,
  PutMetricDataCommand,
  type CloudWatchClient,
} from '@aws-sdk/client-cloudwatch';
import type { ExecutionContext } from 'ava';
import { shiftingTo } from '../../../../runner/traffic/shifting/shifting-to.ts';
import type { RolloutSettings } from '../../../../stack/rollout-settings.ts';
import { readTargets } from '../../../../runner/traffic/target.ts';
import { createContext, runRelease, type ReleaseOptions } from './_release.ts';
import { handlerSaying, type TestStack } from './_stack.ts';

type Judge = RolloutSettings['judge'];

/** A rollout that takes a second, with enough probes to be judged by. */
export function quickRollout(judge: Partial<Judge> = {}): RolloutSettings {
  return {
    steps: [20, 50],
    interval: 0.5,
    judge: {
      maxErrorRate: 1,
      level: 0.01,
      minSamples: 5,
      deadline: 30,
      // On a busy machine many answers are slow by chance, but not all.
      latencyEffect: 1,
      probesPerSecond: 100,
      alarms: [],
      ...judge,
    },
  };
}

/** What a release changes. */
export interface Change {
  readonly code: boolean;
  readonly api: boolean;
}

/** Makes a candidate: another greeting, another API definition, or both. */
export async function makeCandidate(
  t: ExecutionContext,
  stack: TestStack,
  name: string,
  { code, api }: Change,
): Promise<Pick<ReleaseOptions, 'bundle' | 'deploymentId'>> {
  const bundle = await handlerSaying(t, code ? name : 'first');
  return api
    ? {
        bundle,
        deploymentId: await stack.deployApi((body) => body.replaceAll("'no-store'", `'${name}'`)),
      }
    : { bundle };
}

/** Releases `first` to all targets, at once. */
export async function releaseFirst(t: ExecutionContext, stack: TestStack): Promise<void> {
  await runRelease(t, stack, { bundle: await handlerSaying(t, 'first') });
}

const metric = { Namespace: 'Shop', MetricName: 'OrdersLost' };

export async function putAlarm(cloudWatch: CloudWatchClient, name: string): Promise<void> {
  await cloudWatch.send(
    new PutMetricAlarmCommand({
      ...metric,
      AlarmName: name,
      Statistic: 'Sum',
      Period: 60,
      EvaluationPeriods: 1,
      Threshold: 1,
      ComparisonOperator: 'GreaterThanOrEqualToThreshold',
      TreatMissingData: 'notBreaching',
    }),
  );
}

export async function putRedAlarm(cloudWatch: CloudWatchClient, name: string): Promise<void> {
  await putAlarm(cloudWatch, name);
  await turnRed(cloudWatch);
}

export function turnRed(cloudWatch: CloudWatchClient) {
  const Timestamp = new Date(Date.now() - 60_000);
  const datum = { MetricName: metric.MetricName, Value: 5, Timestamp };
  return cloudWatch.send(
    new PutMetricDataCommand({ Namespace: metric.Namespace, MetricData: [datum] }),
  );
}

/** What a release leaves that is killed in the first step of a rollout on `prod`. */
export async function leaveShifted(
  t: ExecutionContext,
  stack: TestStack,
  version: string,
): Promise<void> {
  const { clients, writers } = createContext(t, stack, {
    bundle: await handlerSaying(t, undefined),
  });
  const candidate = { version, deployment: stack.outputs.deploymentId };
  for (const prod of await readTargets(clients, stack.outputs, ['prod'])) {
    const share = { candidate, percent: 20, release: 'killed' };
    const shifted = await shiftingTo({ ...clients, ...writers }, prod, candidate).setShare(
      prod,
      share,
    );
    t.deepEqual(shifted.alias.weights, { [version]: 0.2 });
  }
}
