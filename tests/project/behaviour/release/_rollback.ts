import type { ExecutionContext } from 'ava';
import { FailedRun } from '../../../../runner/failed-run.ts';
import { rollback, type RollbackReport } from '../../../../runner/rollback.ts';
import { createContext, runRelease, type ReleaseOptions } from './_release.ts';
import { handlerSaying, type TestStack } from './_stack.ts';

export type RollbackOptions = Pick<ReleaseOptions, 'tiers' | 'id' | 'onEvent' | 'targets'> & {
  readonly target?: 'stage' | 'prod';
  readonly to?: string;
  readonly isUngated?: boolean;
  readonly isTested?: boolean;
};

/** Runs the real rollback against a test stack, with tiers that cost nothing. */
export async function runRollback(
  t: ExecutionContext,
  stack: TestStack,
  { target = 'prod', to, isUngated, isTested, ...options }: RollbackOptions = {},
): Promise<RollbackReport> {
  const bundle = await handlerSaying(t, undefined);
  const context = createContext(t, stack, { ...options, bundle });
  // The way back needs no Pulumi: neither the CLI nor where it keeps its state may be there.
  const openProgram = () => Promise.reject(new Error('Pulumi cannot be reached'));
  return rollback(
    { ...context, openProgram },
    {
      target,
      to,
      isUngated,
      isTested,
    },
  );
}

/** Runs a rollback that has to stop. */
export function runFailingRollback(
  t: ExecutionContext,
  stack: TestStack,
  options: RollbackOptions = {},
): Promise<FailedRun> {
  return t.throwsAsync(runRollback(t, stack, options), { instanceOf: FailedRun });
}

/** Releases code and API definition together: `one`, `two`, … */
export async function releaseBoth(
  t: ExecutionContext,
  stack: TestStack,
  greeting: string,
): Promise<string> {
  const deploymentId = await stack.deployApi(cacheControl(greeting));
  await runRelease(t, stack, { bundle: await handlerSaying(t, greeting), deploymentId });
  return deploymentId;
}

function cacheControl(value: string) {
  return (body: string) => body.replaceAll("'no-store'", `'${value}'`);
}
