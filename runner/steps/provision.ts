import type { StackOutputs } from '../../stack/outputs.ts';
import type { Settings } from '../../stack/stack-file.ts';
import type { ReleaseContext } from '../context.ts';
import type { PlannedChange, ProgramStack } from '../pulumi/program-stack.ts';
import type { Step } from '../steps.ts';

/** `pulumi up`: the settings of everything, and never traffic (invariant 1). */
export function provision(
  { isDryRun, settings, stop }: Pick<ReleaseContext, 'isDryRun' | 'settings' | 'stop'>,
  stack: ProgramStack,
): Step<StackOutputs> {
  let changes = '';
  return {
    id: 'provision',
    title: isDryRun ? 'provision (preview)' : 'provision',
    async run() {
      if (isDryRun) {
        const planned = await stack.preview(stop.signal);
        changes = describePlan(planned);
        return applyPlan((await stack.outputs()) ?? outputsBeforeFirstRelease(settings), planned);
      }
      const provisioned = await stack.up(stop.signal);
      changes = describeCount(provisioned.changes);
      return provisioned.outputs;
    },
    detail: () => changes,
  };
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
function applyPlan(outputs: StackOutputs, planned: readonly PlannedChange[]): StackOutputs {
  const isNewApi = planned.some(({ type }) => type === 'aws:apigateway/deployment:Deployment');
  return isNewApi ? { ...outputs, deploymentId: notYet } : outputs;
}

function describePlan(planned: readonly PlannedChange[]): string {
  const names = planned.map(({ operation, type }) => `${operation} ${type.replace(/^.*:/, '')}`);
  return names.length === 0 ? 'no change' : `would ${[...new Set(names)].join(', ')}`;
}

function describeCount(changes: number): string {
  return changes === 0 ? 'no change' : `${String(changes)} resource changes`;
}
