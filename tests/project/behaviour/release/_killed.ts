import type { ExecutionContext } from 'ava';
import { getApiStage } from '../../../../runner/aws/api-stage.ts';
import { readDeploymentRecord } from '../../../../runner/aws/deployment.ts';
import { recordedCalls, type Call } from './_calls.ts';
import {
  askTargets,
  assertServed,
  assertWholeAndGated,
  type Candidate,
  type Change,
} from './_candidates.ts';
import { startRelease, type ReleaseProcess } from './_child.ts';
import type { TargetOverrides } from './_context.ts';
import { runRelease } from './_release.ts';
import { isStandbyClosed, type TestStack } from './_stack.ts';

/** What is killed. */
export interface Kind extends Change {
  readonly apiTier?: string;
  readonly targets?: TargetOverrides;
  /** A candidate is tested before callers of `prod` meet it. */
  readonly hasStandby?: boolean;
}

/** A point of a matrix: where a process is killed. */
export interface Kill {
  readonly operation: string;
  readonly call: number;
  readonly kind: 'exit-before' | 'exit-after';
}

/** Both kills at each of these calls. */
export function killsAt(calls: readonly Call[]): Kill[] {
  return calls.flatMap(({ operation, nth: call }) =>
    (['exit-before', 'exit-after'] as const).map((kind) => ({ operation, call, kind })),
  );
}

export function describeKill({ kind, operation, call }: Kill): string {
  return `${kind} ${operation} ${String(call)}`;
}

/** The calls to AWS of a process that was started and has not begun, which ends with this status. */
export async function recordCalls(
  t: ExecutionContext,
  stack: TestStack,
  child: ReleaseProcess,
  expected: number,
): Promise<Call[]> {
  stack.aws.calls.clear();
  child.begin();
  t.is((await child.ended()).status, expected);
  return recordedCalls(stack);
}

/** @returns its exit status; null when it made that call, and was killed. */
export async function runAndKill(
  stack: TestStack,
  child: ReleaseProcess,
  kill: Kill,
): Promise<number | null> {
  stack.aws.faults.replace([{ ...kill, pid: child.pid }]);
  child.begin();
  const { status } = await child.ended();
  stack.aws.faults.clear();
  return status;
}

/**
 * Kills a release, and lets the next one converge.
 *
 * @returns whether the release made that call, and since when its candidate is gated on `stage`.
 */
export async function killRelease(
  t: ExecutionContext,
  stack: TestStack,
  {
    candidate,
    kind,
    kill,
  }: { readonly candidate: Candidate; readonly kind: Kind; readonly kill: Kill },
): Promise<{ readonly isKilled: boolean; readonly gatedAt: number | undefined }> {
  const point = describeKill(kill);
  const before = await askTargets(stack);
  const child = await startRelease(t, stack, { ...candidate, ...kind, id: 'killed' });
  const status = await runAndKill(stack, child, kill);
  t.true([null, 0, 1].includes(status), `${point}: ended with ${String(status)}`);
  await assertWholeAndGated(t, stack, { before, candidate, point });
  // What is green on `stage` is staged on the standby of `prod` while that is being written down.
  const isGated = child.hasStarted('accept-stage');
  const endedAt = stack.clock.now();
  await stack.aws.lag.truly(() => assertSettingsFit(t, stack, point));
  await runRelease(t, stack, { ...candidate, ...(kind.targets && { targets: kind.targets }) });
  await assertServed(t, stack, candidate, point);
  await stack.aws.lag.truly(() => assertSettingsFit(t, stack, point));
  for (const alias of ['STAGE', 'PROD', ...(candidate.beta ? [candidate.beta.alias] : [])]) {
    t.regex((await stack.alias(alias)).description, /^accepted /, point);
  }
  t.is((await stack.alias('RELEASE')).description, 'free', point);
  t.true(await isStandbyClosed(stack), point);
  return { isKilled: status === null, gatedAt: isGated ? undefined : endedAt };
}

/** Each API stage has the settings that go with the deployment that it serves. */
async function assertSettingsFit(
  t: ExecutionContext,
  { clients: { apigateway }, outputs: { restApiId } }: TestStack,
  point: string,
): Promise<void> {
  for (const name of ['stage', 'prod']) {
    const { deploymentId, settings } = await getApiStage(apigateway, restApiId, name);
    const record = await readDeploymentRecord(apigateway, restApiId, deploymentId);
    t.deepEqual<unknown, unknown>(settings, record?.stages[name], `${point}: settings of ${name}`);
  }
}
