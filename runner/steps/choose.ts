import type { StackOutputs } from '../../stack/outputs.ts';
import { deploymentExists } from '../aws/deployment.ts';
import { findVersion } from '../aws/function.ts';
import { placeholderDescription } from '../aws/code-change.ts';
import type { ReleaseContext } from '../context.ts';
import { UsageError } from '../errors.ts';
import { formatPair } from '../traffic/pair.ts';
import type { ProgramStack } from '../pulumi/program-stack.ts';
import type { RollbackOptions } from '../rollback.ts';
import type { Step } from '../steps.ts';
import { readTargets } from '../traffic/target.ts';
import { findWayBack, type WayBack } from '../traffic/way-back.ts';

/** Where the stack's things are. */
export function readOutputs({ settings }: ReleaseContext, stack: ProgramStack): Step<StackOutputs> {
  return {
    id: 'outputs',
    title: 'read the stack',
    async run() {
      const outputs = await stack.outputs();
      if (outputs === undefined) {
        throw new UsageError(
          `Stack ${settings.stack} has nothing provisioned yet`,
          'npm run release',
        );
      }
      return outputs;
    },
  };
}

/** What the target served before, and that it is still there. */
export function chooseWayBack(
  context: ReleaseContext,
  outputs: StackOutputs,
  { target: name, to }: RollbackOptions,
): Step<WayBack> {
  return {
    id: 'choose',
    title: 'find the pair before',
    async run() {
      const [target] = await readTargets(context.clients, outputs, [name]);
      if (target === undefined) {
        throw new Error(`Target ${name} was not read`);
      }
      const way = findWayBack(target, to);
      await verifyGoal(context, way, to);
      return way;
    },
    detail: ({ goal }) => formatPair(goal),
  };
}

async function verifyGoal(
  { clients }: ReleaseContext,
  { target, goal, before }: WayBack,
  to: string | undefined,
): Promise<void> {
  const [version, hasDeployment] = await Promise.all([
    findVersion(clients.lambda, target.alias.functionName, goal.version),
    deploymentExists(clients.apiGateway, target.apiStage.restApiId, goal.deployment),
  ]);
  const command = `npm run rollback -- --target ${target.name}`;
  const others = before.map((pair) => `${command} --to ${pair.version}`).join(' or ');
  if (version === undefined || !hasDeployment) {
    const gone =
      version === undefined ? `version ${goal.version}` : `deployment ${goal.deployment}`;
    throw new UsageError(
      `Target ${target.name} served ${formatPair(goal)} before, but ${gone} was deleted`,
      others === '' ? 'mend the code, then: npm run release' : others,
    );
  }
  if (version.Description === placeholderDescription && to === undefined) {
    throw new UsageError(
      `Before, nothing was released to target ${target.name}: going back would take it offline`,
      `if that is meant: ${command} --to ${goal.version}`,
    );
  }
}
