import { readAlarms } from '../aws/alarms.ts';
import { findVersion, hasProvisionedConcurrency } from '../aws/function.ts';
import { placeholderDescription } from '../aws/code-change.ts';
import type { ReleaseContext } from '../context.ts';
import { GateError, UsageError } from '../errors.ts';
import type { Pair } from '../traffic/pair.ts';
import { remainingSteps } from '../traffic/shares.ts';
import { findRollout, type RolloutSettings } from '../commands/read-settings.ts';
import type { Step } from '../steps.ts';
import { goodPairs, hasAccepted, pairOf, type Target } from '../traffic/target.ts';

export interface RolloutPlan {
  /** Percent of each step that is still to be taken; none when all requests move at once. */
  readonly percents: readonly number[];
  readonly rollout: RolloutSettings;
}

/** By name of the target; a target that is not in it has no rollout. */
export type RolloutPlans = ReadonlyMap<string, RolloutPlan>;

/**
 * Plans how traffic shifts, before anything moves.
 *
 * @throws {UsageError} where AWS cannot shift it.
 * @throws {GateError} when an alarm is red already.
 */
export function planRollouts(
  context: ReleaseContext,
  targets: readonly Target[],
  candidate: Pair,
): Step<RolloutPlans> {
  const toRollOut = targets.flatMap((target) => {
    const rollout = findRollout(context.settings, target.name);
    return rollout === undefined || hasAccepted(target, candidate) ? [] : [{ target, rollout }];
  });
  return {
    id: 'rollouts',
    title: 'plan rollouts',
    async run() {
      const plans = await Promise.all(
        toRollOut.map(async ({ target, rollout }) => {
          await verifyAlarms(context, rollout);
          const percents = await planSteps(context, target, candidate, rollout);
          return [target.name, { percents, rollout }] as const;
        }),
      );
      return new Map(plans);
    },
    detail: (plans) => describe([...plans].map(([name, plan]) => ({ name, ...plan }))),
    planned: {
      result: new Map(),
      detail: describe(
        toRollOut.map(({ target, rollout }) => ({ name: target.name, percents: rollout.steps })),
      ),
    },
  };
}

function describe(
  plans: readonly { readonly name: string; readonly percents: readonly number[] }[],
): string {
  const texts = plans.map(({ name, percents }) =>
    percents.length === 0 ? `${name} at once` : `${name} by ${percents.join(', ')} %`,
  );
  return texts.length === 0 ? 'none' : texts.join('; ');
}

async function verifyAlarms(
  { clients, ignoredAlarms = [] }: ReleaseContext,
  { judge }: RolloutSettings,
): Promise<void> {
  const { red, missing } = await readAlarms(clients.cloudWatch, judge.alarms);
  if (missing.length > 0) {
    throw new UsageError(
      `There is no CloudWatch alarm ${missing.join(', ')}`,
      'correct rollout.judge.alarms in the configuration',
    );
  }
  const [first] = red.filter((name) => !ignoredAlarms.includes(name));
  if (first !== undefined) {
    throw new GateError(
      `The alarm ${first} is red already`,
      `wait until it is not, or release what mends it: npm run release -- --ignore-alarms ${first}`,
    );
  }
}

async function planSteps(
  { clients: { lambda } }: ReleaseContext,
  target: Target,
  candidate: Pair,
  { steps }: RolloutSettings,
): Promise<readonly number[]> {
  const { functionName, name: alias } = target.alias;
  const [good = pairOf(target)] = goodPairs(target);
  const [before, after, isProvisioned] = await Promise.all([
    findVersion(lambda, functionName, good.version),
    findVersion(lambda, functionName, candidate.version),
    hasProvisionedConcurrency(lambda, functionName, alias),
  ]);
  const percents = remainingSteps(target, candidate, steps);
  const isFirst = before?.Description === placeholderDescription;
  const isByCanary = good.deployment !== candidate.deployment;
  if (isFirst || isByCanary || percents.length === 0) {
    return isFirst ? [] : percents;
  }
  const isAlike =
    before?.Role === after?.Role &&
    before?.DeadLetterConfig?.TargetArn === after?.DeadLetterConfig?.TargetArn;
  if (!isProvisioned && isAlike) {
    return percents;
  }
  const reason = isProvisioned
    ? `alias ${alias} has provisioned concurrency, and Lambda gives such an alias no weights`
    : `versions ${good.version} and ${candidate.version} have another role or dead-letter queue, and Lambda gives weights only to versions that share them`;
  throw new UsageError(
    `Target ${target.name} cannot be rolled out: ${reason}`,
    `let it move at once: take rollout away from target ${target.name} in the configuration`,
  );
}
