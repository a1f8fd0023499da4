import type { ReleaseContext } from './context.ts';
import { GateError } from './errors.ts';
import { explainStop, inSession } from './put-back.ts';
import { advise, npmRun } from './report/next.ts';
import { lookAtAlarms } from './steps/alarms.ts';
import { apiTier } from './steps/api-tier.ts';
import { chooseNow, chooseWayBack } from './steps/choose.ts';
import { goBack } from './steps/go-back.ts';
import { takeLock } from './steps/lock.ts';
import { preflightOnAws } from './steps/preflight.ts';
import { readStack } from './steps/read-stack.ts';
import { waitForUrl } from './steps/ready.ts';
import { record } from './steps/record.ts';
import { settleTargets } from './steps/settle.ts';
import { formatPair, type Pair } from './traffic/pair.ts';
import { seeTarget } from './traffic/seen-target.ts';
import type { Target } from './traffic/target.ts';
import type { Destination, WayBack } from './traffic/way-back.ts';

export interface RollbackOptions extends Destination {
  /** Name of the target. */
  readonly target: string;
  /** Runs the api tier afterwards. */
  readonly isTested?: boolean | undefined;
}

export interface RollbackReport {
  readonly outcome: 'rolled back';
  readonly from: Pair;
  /** The target that was rolled back. */
  readonly targets: readonly [Target];
}

/**
 * Takes a target back to a pair that it served before, waits until that answers, and records it. The
 * pair passed its gates when it was released, and today's tests are not written for yesterday's code,
 * so they run only when they are asked for; traffic stays back when they are red. Killed at any point,
 * the same command goes on.
 *
 * @throws {FailedRun} when it stopped; a move that had begun is completed by then.
 */
export async function rollback(
  context: ReleaseContext,
  { target: name, isTested = false, ...destination }: RollbackOptions,
): Promise<RollbackReport> {
  const { steps, reporter } = context;
  const work = { doing: 'rolling back', targets: [name], clearsUp: false };
  try {
    const { identity, lock } = await steps.run(preflightOnAws(context));
    const outputs = await steps.run(readStack(context));
    const chosen = await steps.run(chooseWayBack(context, outputs, name, destination));
    reporter.report({ kind: 'targets', when: 'before', targets: [seeTarget(chosen.way.target)] });

    const beginning = { kind: 'rollback', who: identity.arn } as const;
    const session = await steps.run(takeLock(context, beginning, lock));
    return await inSession(context, session, { ...work, outputs }, async () => {
      session?.about({ pair: chosen.way.goal, codeSha256: chosen.codeSha256 });
      const choose = () => chooseNow(context, outputs, name, destination);
      const { moved, way, codeSha256 } = await steps.run(goBack(context, chosen, choose));
      session?.about({ pair: way.goal, codeSha256 });
      const judgement = await judge(context, moved, way, isTested);
      const target = await steps.run(record(context, moved, way));
      await steps.run(lookAtAlarms(context, name));
      if (judgement !== undefined) {
        throw judgement;
      }
      const [settled = target] = await steps.run(settleTargets(context, [target]));
      return { outcome: 'rolled back', from: way.from, targets: [settled] };
    });
  } catch (error) {
    throw await explainStop(context, error, work);
  }
}

/** @returns why the restored pair is red, if it is. */
async function judge(
  context: ReleaseContext,
  target: Target,
  { goal, before: [earlier], isGated }: WayBack,
  isTested: boolean,
): Promise<GateError | undefined> {
  const { steps } = context;
  try {
    await steps.run(waitForUrl(context, target, goal));
    if (isTested) {
      await steps.run(apiTier(context, target, goal));
    }
    return undefined;
  } catch (error) {
    if (!(error instanceof GateError)) {
      throw error;
    }
    const { name } = target;
    const look = advise(npmRun('test:api', '--target', name));
    const goOn = earlier && {
      text: `to go on to ${formatPair(earlier)}`,
      command: npmRun('rollback', '--target', name),
    };
    return new GateError(
      `${error.message}. Target ${name} stays on ${formatPair(goal)}, ${isGated ? 'which passed its gates when it was released' : 'which no gate saw'}`,
      { ...look, or: goOn },
      { cause: error, resource: `target ${name}` },
    );
  }
}
