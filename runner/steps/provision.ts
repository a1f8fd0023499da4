import { isDeepStrictEqual } from 'node:util';
import type { StackOutputs } from '../../stack/outputs.ts';
import type { Settings } from '../../stack/stack-file.ts';
import type { ReleaseContext } from '../context.ts';
import type { Leftovers } from '../pulumi/adopted-state.ts';
import type { PlannedChange } from '../pulumi/engine-log.ts';
import type { Plan } from '../pulumi/program-stack.ts';
import { verifyPlan } from '../pulumi/verify-plan.ts';
import type { Step } from '../steps.ts';
import type { Provisioning } from './preflight.ts';

/**
 * Nothing, while program and settings are those that were provisioned last and AWS has what that made;
 * else `pulumi up`, when it would change anything, and what it will change is shown first. It brings the
 * settings of everything, those that somebody changed by hand included, and never moves traffic
 * (invariants 1 and 11). What this stack made before, and Pulumi does not know of, it takes over.
 */
export function provision(
  {
    isDryRun,
    settings,
    writers,
    stop: { signal },
    reporter,
    provisionRecord,
  }: Pick<
    ReleaseContext,
    'isDryRun' | 'writers' | 'settings' | 'stop' | 'reporter' | 'provisionRecord'
  >,
  provisioning: Provisioning,
): Step<StackOutputs> {
  if (provisioning.kind === 'unchanged') {
    const { outputs, since } = provisioning.stack;
    return {
      id: 'provision',
      title: isDryRun ? 'provision (preview)' : 'provision',
      run: () => Promise.resolve(outputs),
      detail: () => `unchanged since ${since.toISOString().slice(0, 16)}Z`,
    };
  }
  const stack = provisioning.program;
  let detail = 'no change';
  // In rounds: a stage can be found when its API is known.
  const planWithLeftovers = async (): Promise<Plan> => {
    const plan = await stack.preview(signal);
    const leftovers = await stack.findLeftovers();
    const taken = describeLeftovers(leftovers);
    if (taken.length === 0) {
      return plan;
    }
    if (isDryRun) {
      const isOther = ({ type, name }: PlannedChange) =>
        !taken.some((each) => each.type === type && each.name === name);
      return { ...plan, changes: [...taken, ...plan.changes.filter(isOther)] };
    }
    taken.forEach(show);
    await stack.takeOver(leftovers);
    return planWithLeftovers();
  };
  const up = async (of: number) => {
    let done = 0;
    const { outputs, changes } = await stack.up(signal, ({ type, name }) => {
      done += 1;
      const what = `${type.replace(/^.*:/, '')} ${name}`;
      reporter.report({ kind: 'advance', step: 'provision', done: Math.min(done, of), of, what });
    });
    writers.propagation.begin();
    detail = describeCount(changes, '');
    return outputs;
  };
  const show = (change: PlannedChange) => {
    reporter.report({ kind: 'resource', ...change });
  };
  return {
    id: 'provision',
    title: isDryRun ? 'provision (preview)' : 'provision',
    async run() {
      const plan = await planWithLeftovers();
      verifyPlan(plan, settings);
      plan.warnings.forEach((text) => {
        reporter.report({ kind: 'note', text: `  warning: ${text}` });
      });
      plan.changes.forEach(show);
      if (isDryRun) {
        detail = describeCount(plan.changes.length, 'would be ');
        return (
          plan.outputs ?? applyPlan(plan.previous ?? outputsBeforeFirstRelease(settings), plan)
        );
      }
      const outputs = isUpToDate(plan) ? plan.outputs : await up(plan.changes.length);
      await provisionRecord.write(outputs);
      return outputs;
    },
    detail: () => detail,
  };
}

function describeLeftovers({ existing, halfMade }: Leftovers): PlannedChange[] {
  return [
    ...existing.map(({ type, name }) => ({ operation: 'adopt', type, name, properties: [] })),
    ...halfMade.map(({ type, name }) => ({ operation: 'finish', type, name, properties: [] })),
  ];
}

function isUpToDate(plan: Plan): plan is Plan & { readonly outputs: StackOutputs } {
  const { changes, outputs, previous } = plan;
  return changes.length === 0 && outputs !== undefined && isDeepStrictEqual(outputs, previous);
}

/** What a dry run shows for things that do not exist yet. */
export const notYet = '(new)';

function outputsBeforeFirstRelease({ program }: Settings): StackOutputs {
  const targets = program.targets.map(
    ({ name, alias, apiStage }) =>
      [name, { alias, aliasArn: notYet, apiStage, url: notYet }] as const,
  );
  return {
    functionName: program.function.name,
    functionArn: notYet,
    restApiId: notYet,
    deploymentId: notYet,
    targets: Object.fromEntries(targets),
  };
}

/** A new API definition will be a new deployment, whose id nobody knows yet. */
function applyPlan(outputs: StackOutputs, { changes }: Plan): StackOutputs {
  const isNewApi = changes.some(({ type }) => type === 'aws:apigateway/deployment:Deployment');
  return isNewApi ? { ...outputs, deploymentId: notYet } : outputs;
}

function describeCount(changes: number, verb: string): string {
  return changes === 1
    ? `1 resource ${verb}changed`
    : `${String(changes)} resources ${verb}changed`;
}
