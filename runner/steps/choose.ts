import type { LiveOutputs } from '../../stack/outputs.ts';
import { placeholderDescription } from '../aws/code-change.ts';
import { deploymentExists } from '../aws/deployment.ts';
import { findVersion } from '../aws/function.ts';
import type { ReleaseContext } from '../context.ts';
import { UsageError } from '../errors.ts';
import { advise, anyOf, npmRun } from '../report/next.ts';
import type { Step } from '../steps.ts';
import { formatPair } from '../traffic/pair.ts';
import { readTarget } from '../traffic/target.ts';
import { findWayBack, nameFor, type Aim, type WayBack } from '../traffic/way-back.ts';

/** The way back that a target has. */
export interface Chosen {
  readonly way: WayBack;
  /** Of the version's code, as Lambda tells it. */
  readonly codeSha256: string | undefined;
}

/**
 * What the target served before, and that it is still there. Where AWS may have answered with what the
 * target was, nothing is refused before its answers are true.
 *
 * @param name of the target.
 */
export function chooseWayBack(
  { clients, writers: { propagation }, stop }: Pick<ReleaseContext, 'clients' | 'writers' | 'stop'>,
  outputs: LiveOutputs,
  name: string,
  aim: Aim,
): Step<Chosen> {
  return {
    id: 'choose',
    title: 'find the pair before',
    async run() {
      try {
        return await chooseNow({ clients }, outputs, name, aim);
      } catch (error) {
        if (!(error instanceof UsageError) || propagation.oldReadMs === 0) {
          throw error;
        }
        await propagation.untilReadsAreTrue(stop.signal);
        return chooseNow({ clients }, outputs, name, aim);
      }
    },
    detail: ({ way }) => formatPair(way.goal),
  };
}

/**
 * The same while this run holds the release lock, by answers that tell what the one wrote that held it before.
 *
 * @param name of the target.
 */
export function chooseUnderLock(
  { clients, writers: { propagation }, stop }: Pick<ReleaseContext, 'clients' | 'writers' | 'stop'>,
  outputs: LiveOutputs,
  name: string,
  aim: Aim,
): Step<Chosen> {
  return {
    id: 'choose-again',
    title: 'find the pair before, as nobody else writes',
    async run() {
      await propagation.untilReadsAreTrue(stop.signal);
      return chooseNow({ clients }, outputs, name, aim);
    },
    detail: ({ way }) => formatPair(way.goal),
  };
}

async function chooseNow(
  { clients }: Pick<ReleaseContext, 'clients'>,
  outputs: LiveOutputs,
  name: string,
  aim: Aim,
): Promise<Chosen> {
  const way = findWayBack(await readTarget(clients, outputs, name), aim);
  return { way, codeSha256: await verifyGoal({ clients }, way, aim) };
}

/** @returns the SHA-256 of the version's code. */
async function verifyGoal(
  { clients }: Pick<ReleaseContext, 'clients'>,
  { target, goal, isBack, before }: WayBack,
  { to }: Aim,
): Promise<string | undefined> {
  const [version, hasDeployment] = await Promise.all([
    findVersion(clients.lambda, target.alias.functionName, goal.version),
    deploymentExists(clients.apiGateway, target.apiStage.restApiId, goal.deployment),
  ]);
  const resource = `target ${target.name}`;
  const backTo = (number: string) =>
    advise(npmRun('rollback', '--target', target.name, '--to', number));
  if (version === undefined || !hasDeployment) {
    const gone =
      version === undefined ? `version ${goal.version}` : `deployment ${goal.deployment}`;
    throw new UsageError(
      `Target ${target.name} served ${formatPair(goal)} before, but ${gone} was deleted`,
      anyOf(before.map((pair) => backTo(nameFor(target, pair)))) ??
        advise(npmRun('release'), 'mend the code, then'),
      { resource },
    );
  }
  if (version.Description === placeholderDescription && to === undefined && !isBack) {
    throw new UsageError(
      `Before, nothing was released to target ${target.name}: going back would take it offline`,
      { ...backTo(goal.version), text: 'if that is meant' },
      { resource },
    );
  }
  return version.CodeSha256;
}
