// What a release does with one target in one region.

import { findBake } from '../stack/stack-file.ts';
import type { Place } from './place.ts';
import { accept } from './steps/accept.ts';
import { apiTier } from './steps/api-tier.ts';
import { bake } from './steps/bake.ts';
import { closeAfterTests } from './steps/close.ts';
import { judgeCandidate } from './steps/judge.ts';
import { promote } from './steps/promote.ts';
import { waitForStandby } from './steps/ready-standby.ts';
import { waitForUrl } from './steps/ready.ts';
import { shiftRequests } from './steps/shift.ts';
import { stageOnStandby } from './steps/standby.ts';
import { hasAccepted, type Target } from './traffic/target.ts';

/** Lets the standby of a target take the candidate, where it is to be tested there. */
export async function stageBeforeCallers(place: Place, name: string): Promise<void> {
  const { context, candidate } = place;
  const target = place.find(name);
  if (place.isTestedFirst(target) && !place.staged.has(name)) {
    place.update(await context.steps.run(stageOnStandby(context, target, candidate)));
    place.staged.add(name);
  }
}

/** Tests the candidate on the standby of a target that asks for it, before any of the target's callers meets it. */
export async function testBeforeCallers(place: Place, name: string): Promise<void> {
  await stageBeforeCallers(place, name);
  if (!place.staged.has(name)) {
    return;
  }
  const { context, candidate } = place;
  const staged = place.find(name);
  await context.steps.run(waitForStandby(context, staged, candidate));
  const url = staged.standbyStage?.url ?? staged.url;
  const where = `the standby of ${name}`;
  await context.steps.run(apiTier(context, { name, url, where }, candidate));
  place.tested.add(name);
}

/** Closes the standby of a target that was tested there. Nothing waits for it but what comes after the target. */
export async function closeAfterTesting(place: Place, name: string): Promise<void> {
  if (place.tested.has(name)) {
    const { context } = place;
    const { standbyStage } = await context.steps.run(closeAfterTests(context, place.find(name)));
    place.update({ ...place.find(name), standbyStage });
  }
}

/** Promotes the candidate to a target; it stays on trial there. */
export async function takeThroughGates(place: Place, name: string): Promise<void> {
  const { context, candidate } = place;
  const { steps, settings } = context;
  const shifted = await rollOut(place, place.find(name));
  const onTrial = await steps.run(promote(context, shifted, candidate));
  await steps.run(waitForUrl(context, onTrial, candidate));
  if (!place.tested.has(name)) {
    await steps.run(apiTier(context, onTrial, candidate));
  }
  if (findBake(settings, name) > 0 && !hasAccepted(onTrial, candidate)) {
    await steps.run(bake(context, onTrial, candidate));
  }
  place.updateServing(onTrial);
}

/** Records that a target's gates were green. */
export async function acceptOn(place: Place, name: string): Promise<void> {
  const { context } = place;
  place.updateServing(await context.steps.run(accept(context, place.find(name))));
}

/** Shifts a target's requests to the candidate step by step, judging it at each. */
async function rollOut({ context, candidate, rollouts }: Place, target: Target): Promise<Target> {
  const plan = rollouts.get(target.name);
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
