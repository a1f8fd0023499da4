import { findRollout } from '../../stack/stack-file.ts';
import type { RolloutSettings } from '../../stack/rollout-settings.ts';
import { readAlarms } from '../aws/alarm-states.ts';
import { placeholderDescription } from '../aws/code-change.ts';
import { findVersion } from '../aws/function.ts';
import type { ReleaseContext } from '../context.ts';
import { GateError, UsageError } from '../errors.ts';
import { describeWeakSteps } from '../judge/conviction.ts';
import { advise, npmRun, withOptions } from '../report/next.ts';
import type { Step } from '../steps.ts';
import type { Pair } from '../../stack/pair.ts';
import { remainingSteps } from '../traffic/rollout.ts';
import { shiftingTo } from '../traffic/shifting/shifting-to.ts';
import { hasAccepted, pairBefore, type Target } from '../traffic/target.ts';

export interface RolloutPlan {
  /** Percent of each step that is still to be taken; none when all requests move at once. */
  readonly percents: readonly number[];
  readonly rollout: RolloutSettings;
}

/** By name of the target; a target that is not in it has no rollout. */
export type RolloutPlans = ReadonlyMap<string, RolloutPlan>;

type PlanContext = Pick<
  ReleaseContext,
  'writers' | 'clients' | 'settings' | 'ignoredAlarms' | 'reporter' | 'typed'
>;

/**
 * Plans how traffic shifts, before anything moves.
 *
 * @param targets that the release comes to.
 * @throws {UsageError} where AWS cannot shift it.
 * @throws {GateError} when an alarm is red already.
 */
export function planRollouts(
  context: PlanContext,
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
          for (const text of percents.length === 0 ? [] : describeWeakSteps(target.name, rollout)) {
            context.reporter.report({ kind: 'note', text: `  ${text}` });
          }
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
  { clients, ignoredAlarms = [], typed = npmRun('release') }: PlanContext,
  { judge }: RolloutSettings,
): Promise<void> {
  const { red, missing } = await readAlarms(clients.cloudWatch, judge.alarms);
  if (missing.length > 0) {
    throw new UsageError(`There is no CloudWatch alarm ${missing.join(', ')}`, {
      text: 'correct rollout.judge.alarms in the configuration',
    });
  }
  const [first] = red.filter((name) => !ignoredAlarms.includes(name));
  if (first !== undefined) {
    throw new GateError(
      `The alarm ${first} is red already`,
      advise(
        withOptions(typed, '--ignore-alarms', first),
        'wait until it is not, or release what mends it',
      ),
      { resource: `alarm ${first}` },
    );
  }
}

async function planSteps(
  { writers, clients: { lambda, cloudWatch } }: PlanContext,
  target: Target,
  candidate: Pair,
  { steps }: RolloutSettings,
): Promise<readonly number[]> {
  const { version } = pairBefore(target);
  const before = await findVersion(lambda, target.alias.functionName, version);
  const isFirst = before?.Description === placeholderDescription;
  const percents = isFirst ? [] : remainingSteps(target, candidate, steps);
  if (percents.length === 0) {
    return [];
  }
  const reason = await shiftingTo({ ...writers, cloudWatch }, target, candidate).refuse(
    target,
    candidate,
  );
  if (reason !== undefined) {
    throw new UsageError(
      `Target ${target.name} cannot be rolled out: ${reason}`,
      {
        text: `let it move at once: take rollout away from target ${target.name} in the configuration`,
      },
      { resource: `target ${target.name}` },
    );
  }
  return percents;
}
