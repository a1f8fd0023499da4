import type { LiveOutputs } from '../../stack/outputs.ts';
import { placeholderDescription } from '../aws/code-change.ts';
import type { Clients } from '../aws/clients.ts';
import { deploymentExists } from '../aws/deployment.ts';
import { findVersion, type FunctionConfiguration } from '../aws/function.ts';
import type { ReleaseContext } from '../context.ts';
import { UsageError } from '../errors.ts';
import { advise, anyOf, npmRun } from '../report/next.ts';
import type { Step } from '../steps.ts';
import { formatPair, isSamePair, type Pair } from '../../stack/pair.ts';
import { goodPairs, readTarget, type Target } from '../traffic/target.ts';
import { findWayBack, nameFor, placesOf, type Aim, type WayBack } from '../traffic/way-back.ts';

/** The way back that a target has. */
export interface Chosen {
  readonly way: WayBack;
  /** Of the version's code, as Lambda tells it. */
  readonly codeSha256: string | undefined;
}

/** Finds the way back of the target of this name. */
export type Choose = (
  context: Pick<ReleaseContext, 'clients' | 'writers' | 'stop'>,
  outputs: LiveOutputs,
  name: string,
  aim: Aim,
) => Step<Chosen>;

/**
 * What the target served before, and that it is still there. Where AWS may have answered with what the
 * target was, nothing is refused before its answers are true.
 */
export const chooseWayBack: Choose = (
  { clients, writers: { propagation }, stop },
  outputs,
  name,
  aim,
) => ({
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
  detail: formatGoal,
});

/** The same while this run holds the release lock, by answers that tell what the one wrote that held it before. */
export const chooseUnderLock: Choose = (
  { clients, writers: { propagation }, stop },
  outputs,
  name,
  aim,
) => ({
  id: 'choose-again',
  title: 'find the pair before, as nobody else writes',
  async run() {
    await propagation.untilReadsAreTrue(stop.signal);
    return chooseNow({ clients }, outputs, name, aim);
  },
  detail: formatGoal,
});

function formatGoal({ way }: Chosen): string {
  return formatPair(way.goal);
}

async function chooseNow(
  { clients }: Pick<ReleaseContext, 'clients'>,
  outputs: LiveOutputs,
  name: string,
  aim: Aim,
): Promise<Chosen> {
  const target = await readTarget(clients, outputs, name);
  const recorded = await Promise.all(
    goodPairs(target).map((pair) => readKept(clients, target, pair)),
  );
  const placeholders = new Set(recorded.filter(isPlaceholder).map(({ pair }) => pair.version));
  const way = findWayBack(target, { ...aim, placeholders });
  const goal =
    recorded.find(({ pair }) => isSamePair(pair, way.goal)) ??
    (await readKept(clients, target, way.goal));
  verifyGoal(way, goal, { ...aim, placeholders });
  return { way, codeSha256: goal.version?.CodeSha256 };
}

/** What AWS still has of a pair. */
interface Kept {
  readonly pair: Pair;
  /** Undefined where it was deleted. */
  readonly version: FunctionConfiguration | undefined;
  readonly hasDeployment: boolean;
}

async function readKept(
  { lambda, apiGateway }: Pick<Clients, 'lambda' | 'apiGateway'>,
  { alias: { functionName }, apiStage: { restApiId } }: Target,
  pair: Pair,
): Promise<Kept> {
  const [version, hasDeployment] = await Promise.all([
    findVersion(lambda, functionName, pair.version),
    deploymentExists(apiGateway, restApiId, pair.deployment),
  ]);
  return { pair, version, hasDeployment };
}

/** Whether it answers 503: a stack's first release comes over one. */
function isPlaceholder({ version }: Kept): boolean {
  return version?.Description === placeholderDescription;
}

function verifyGoal(
  { target, goal, isBack, before }: WayBack,
  kept: Kept,
  { isUngated = false, placeholders }: Aim,
): void {
  const resource = `target ${target.name}`;
  const backTo = (number: string) =>
    advise(npmRun('rollback', '--target', target.name, '--to', number));
  if (kept.version === undefined || !kept.hasDeployment) {
    const gone =
      kept.version === undefined ? `version ${goal.version}` : `deployment ${goal.deployment}`;
    throw new UsageError(
      `Target ${target.name} served ${formatPair(goal)} before, but ${gone} was deleted`,
      anyOf(placesOf(before, placeholders).map((pair) => backTo(nameFor(target, pair)))) ??
        advise(npmRun('release'), 'mend the code, then'),
      { resource },
    );
  }
  if (isPlaceholder(kept) && !isUngated && !isBack) {
    throw new UsageError(
      `Before, nothing was released to target ${target.name}: going back would take it offline, which only --to ${goal.version} --ungated does`,
      advise(npmRun('release'), 'mend the code, then'),
      { resource },
    );
  }
}
