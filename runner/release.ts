import type { ReleaseContext } from './context.ts';
import { Recovery } from './put-back.ts';
import { compareWithLive } from './steps/compare.ts';
import { bundleHandler, makeVersion, testUnits, testVersion } from './steps/version.ts';
import { preflight } from './steps/preflight.ts';
import { approve, stopForApproval, waitsForApproval } from './steps/approval.ts';
import { provision } from './steps/provision.ts';
import { takeLock } from './steps/lock.ts';
import { accept, pinAliases, promote, testUrl, waitForUrl } from './steps/promote.ts';
import { respectRollbacks } from './steps/rollbacks.ts';
import { rollOut } from './steps/shift.ts';
import { planRollouts } from './steps/rollouts.ts';
import { sideBySide } from './steps.ts';
import type { Target } from './traffic/target.ts';

export interface ReleaseReport {
  readonly outcome: 'released' | 'nothing to release' | 'waiting for approval' | 'planned';
  readonly targets: readonly Target[];
  /** Name of the target that asks for approval, if the release stopped for that. */
  readonly waiting?: string;
}

/**
 * The whole gated promotion: test the code, publish an immutable version, test that version, and
 * then, target by target, promote and test, going back to what was served before when a gate is
 * red.
 *
 * @throws {FailedRelease} when it stopped; what it had changed is put back by then.
 */
export async function release(context: ReleaseContext): Promise<ReleaseReport> {
  const { steps, isDryRun, isContinued = false } = context;
  const recovery = new Recovery(context);
  try {
    const [{ stack, interrupted }, bundle] = await sideBySide(
      context.stop,
      steps.run(preflight(context)).then(recovery.knowStack),
      steps.run(bundleHandler(context)),
      steps.run(testUnits(context)),
    );

    const outputs = await steps.run(provision(context, stack));
    recovery.knowOutputs(outputs);

    const live = await steps.run(compareWithLive(context, outputs, bundle));
    const approved = isContinued
      ? await steps.run(approve(context, live, outputs.deploymentId))
      : undefined;
    if (live.isReleased && interrupted === undefined) {
      return { outcome: 'nothing to release', targets: live.targets };
    }

    recovery.knowLock(await steps.run(takeLock(context)));
    const targets = await steps.run(pinAliases(context, live.targets));

    const version = await steps.run(makeVersion(context, live.codeChange, bundle));
    const candidate = recovery.knowCandidate({ version, deployment: outputs.deploymentId });
    await steps.run(respectRollbacks(context, targets, candidate));
    const rollouts = await steps.run(planRollouts(context, targets, candidate));
    await steps.run(testVersion(context, candidate));

    const released: Target[] = [];
    for (const [index, target] of targets.entries()) {
      if (waitsForApproval(context, target, candidate, approved)) {
        const rest = await steps.run(stopForApproval(context, targets.slice(index)));
        return recovery.knowReport({
          outcome: isDryRun ? 'planned' : 'waiting for approval',
          waiting: target.name,
          targets: [...released, ...rest],
        });
      }
      const shifted = await rollOut(context, target, candidate, rollouts);
      const onTrial = await steps.run(promote(context, shifted, candidate));
      await steps.run(waitForUrl(context, onTrial, candidate));
      await steps.run(testUrl(context, onTrial, candidate));
      released.push(await steps.run(accept(context, onTrial)));
    }
    return recovery.knowReport({ outcome: isDryRun ? 'planned' : 'released', targets: released });
  } catch (error) {
    throw await recovery.putBack(error);
  } finally {
    await recovery.end();
  }
}
