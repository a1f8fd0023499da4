import type { StackOutputs } from '../stack/outputs.ts';
import { findBake, isTestedBefore } from '../stack/stack-file.ts';
import type { ReleaseContext } from './context.ts';
import { explainStop, inSession, type Work } from './put-back.ts';
import { accept } from './steps/accept.ts';
import { apiTier } from './steps/api-tier.ts';
import { stopForApproval } from './steps/approval.ts';
import { approve } from './steps/approve.ts';
import { bake } from './steps/bake.ts';
import { bundleHandler } from './steps/bundle.ts';
import { closeAfterTests } from './steps/close.ts';
import { compareWithLive, type Comparison } from './steps/compare.ts';
import { asksForConcurrency, provideConcurrency } from './steps/concurrency.ts';
import { judgeCandidate } from './steps/judge.ts';
import { lambdaTier } from './steps/lambda-tier.ts';
import { takeLock } from './steps/lock.ts';
import { mendSettings } from './steps/mend-settings.ts';
import { pinAliases } from './steps/pin.ts';
import { preflight } from './steps/preflight.ts';
import { promote } from './steps/promote.ts';
import { provision } from './steps/provision.ts';
import { readAgain } from './steps/read-again.ts';
import { waitForStandby } from './steps/ready-standby.ts';
import { waitForUrl } from './steps/ready.ts';
import { respectRollbacks } from './steps/rollbacks.ts';
import { planRollouts, type RolloutPlan } from './steps/rollouts.ts';
import { settleTargets } from './steps/settle.ts';
import { shiftRequests } from './steps/shift.ts';
import { stageOnStandby } from './steps/standby.ts';
import { checkFunctionTypes } from './steps/typecheck.ts';
import { unitTier } from './steps/unit-tier.ts';
import { makeVersion } from './steps/version.ts';
import { sideBySide } from './steps.ts';
import type { Pair } from './traffic/pair.ts';
import { seeTarget } from './traffic/seen-target.ts';
import { hasAccepted, type Target } from './traffic/target.ts';
import { mustWait } from './traffic/waiting.ts';

const work: Work = { doing: 'releasing', targets: undefined, clearsUp: true };

export interface ReleaseReport {
  readonly outcome: 'released' | 'nothing to release' | 'waiting for approval' | 'planned';
  readonly targets: readonly Target[];
  /** Name of the target that asks for approval, if the release stopped for that. */
  readonly waiting?: string;
}

/**
 * The whole gated promotion: test the code, publish an immutable version, test that version, and
 * then, target by target, test where callers do not meet it, promote, or promote and test, going back to what
 * was served before when a gate is red.
 *
 * @throws {FailedRun} when it stopped; what it had changed is put back by then.
 */
export async function release(context: ReleaseContext): Promise<ReleaseReport> {
  const { steps, stop, reporter, isDryRun, isContinued = false, until } = context;
  try {
    const [{ provisioning, identity, lock }, bundle] = await sideBySide(
      stop,
      steps.run(preflight(context)),
      steps.run(bundleHandler(context)),
      steps.run(unitTier(context)),
      steps.run(checkFunctionTypes(context)),
    );
    const outputs = await steps.run(provision(context, provisioning));
    const live = await steps.run(compareWithLive(context, outputs, bundle));
    reporter.report({ kind: 'targets', when: 'before', targets: live.targets.map(seeTarget) });
    const approved =
      isContinued && !isLeftToTidyUp(live, outputs, lock.interrupted)
        ? await steps.run(approve(context, live, outputs.deploymentId))
        : undefined;
    if (live.isReleased && lock.interrupted === undefined) {
      return { outcome: 'nothing to release', targets: live.targets };
    }

    const beginning = { kind: 'release', who: identity.arn, approves: approved } as const;
    const session = await steps.run(takeLock(context, beginning, lock));
    return await inSession(context, session, { ...work, outputs }, async () => {
      const pinned = await steps.run(pinAliases(context, outputs, live.targets));
      const version = await steps.run(makeVersion(context, live.codeChange, bundle));
      const seen = await steps.run(readAgain(context, outputs, pinned));
      const targets = live.hasStrayed
        ? await steps.run(mendSettings(context, seen, outputs.deploymentId))
        : seen;
      const candidate = { version, deployment: outputs.deploymentId };
      session?.about({ pair: candidate, codeSha256: bundle.codeSha256 });
      await steps.run(respectRollbacks(context, targets, candidate));
      const rollouts = await steps.run(planRollouts(context, targets, candidate));
      await steps.run(lambdaTier(context, version));

      const released: Target[] = [];
      for (const [index, target] of targets.entries()) {
        if (mustWait(target, candidate, context.settings, { approved, until })) {
          const rest = await steps.run(stopForApproval(context, targets.slice(index)));
          return {
            outcome: isDryRun ? 'planned' : 'waiting for approval',
            waiting: target.name,
            targets: [...(await tidyUp(context, released)), ...rest],
          };
        }
        const isFirst =
          isTestedBefore(context.settings, target.name) && !hasAccepted(target, candidate);
        const tested = isFirst ? await testFirst(context, target, candidate) : target;
        const shifted = await rollOut(context, tested, candidate, rollouts.get(target.name));
        const onTrial = await steps.run(promote(context, shifted, candidate));
        await steps.run(waitForUrl(context, onTrial, candidate));
        if (!isFirst) {
          await steps.run(apiTier(context, onTrial, candidate));
        }
        if (findBake(context.settings, target.name) > 0 && !hasAccepted(onTrial, candidate)) {
          await steps.run(bake(context, onTrial, candidate));
        }
        released.push(await steps.run(accept(context, onTrial)));
      }
      const settled = await tidyUp(context, released);
      return { outcome: isDryRun ? 'planned' : 'released', targets: settled };
    });
  } catch (error) {
    throw await explainStop(context, error, work);
  }
}

/** Whether a release was killed when every target had accepted what is here: nothing waits any more. */
function isLeftToTidyUp(
  { targets, codeChange }: Comparison,
  { deploymentId: deployment }: StackOutputs,
  interrupted: string | undefined,
): boolean {
  return (
    interrupted !== undefined &&
    codeChange.kind === 'none' &&
    targets.every((target) => hasAccepted(target, { version: codeChange.version, deployment }))
  );
}

/** What is left to do where every gate was green. */
async function tidyUp(
  context: ReleaseContext,
  released: readonly Target[],
): Promise<readonly Target[]> {
  const { steps, settings } = context;
  const settled = await steps.run(settleTargets(context, released));
  if (asksForConcurrency(settings)) {
    await steps.run(provideConcurrency(context, settled));
  }
  return settled;
}

/** Tests the candidate on a target's standby, before any of the target's callers meets it. */
async function testFirst(
  context: ReleaseContext,
  target: Target,
  candidate: Pair,
): Promise<Target> {
  const { steps } = context;
  const staged = await steps.run(stageOnStandby(context, target, candidate));
  await steps.run(waitForStandby(context, staged, candidate));
  const url = staged.standbyStage?.url ?? target.url;
  const where = `the standby of ${target.name}`;
  await steps.run(apiTier(context, { name: target.name, url, where }, candidate));
  return steps.run(closeAfterTests(context, staged));
}

/** Shifts a target's requests to the candidate step by step, judging it at each. */
async function rollOut(
  context: ReleaseContext,
  target: Target,
  candidate: Pair,
  plan: RolloutPlan | undefined,
): Promise<Target> {
  if (plan === undefined) {
    return target;
  }
  const { steps } = context;
  let shifted = target;
  for (const percent of plan.percents) {
    shifted = await steps.run(shiftRequests(context, shifted, candidate, percent));
    await steps.run(judgeCandidate(context, shifted, candidate, percent, plan.rollout));
  }
  return shifted;
}
