import type { LiveOutputs } from '../../stack/outputs.ts';
import { placeholderDescription } from '../aws/code-change.ts';
import { deploymentExists } from '../aws/deployment.ts';
import { findVersion, type FunctionConfiguration } from '../aws/function.ts';
import type { ReleaseContext } from '../context.ts';
import { UsageError } from '../errors.ts';
import { advise, anyOf, npmRun } from '../report/next.ts';
import type { Step } from '../steps.ts';
import { formatPair } from '../../stack/pair.ts';
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
  const placeholders = await findPlaceholders(clients, target);
  const way = findWayBack(target, { ...aim, placeholders });
  return { way, codeSha256: await verifyGoal({ clients }, way, { ...aim, placeholders }) };
}

/** Recorded versions of a target that answer 503: a stack's first release comes over one. */
async function findPlaceholders(
  { lambda }: Pick<ReleaseContext['clients'], 'lambda'>,
  target: Target,
): Promise<ReadonlySet<string>> {
  const recorded = [...new Set(goodPairs(target).map(({ version }) => version))];
  const versions = await Promise.all(
    recorded.map((version) => findVersion(lambda, target.alias.functionName, version)),
  );
  return new Set(recorded.filter((_, index) => isPlaceholder(versions[index])));
}

function isPlaceholder(version: FunctionConfiguration | undefined): boolean {
  return version?.Description === placeholderDescription;
}

/** @returns the SHA-256 of the version's code. */
async function verifyGoal(
  { clients }: Pick<ReleaseContext, 'clients'>,
  { target, goal, isBack, before }: WayBack,
  { isUngated = false, placeholders }: Aim,
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
      anyOf(placesOf(before, placeholders).map((pair) => backTo(nameFor(target, pair)))) ??
        advise(npmRun('release'), 'mend the code, then'),
      { resource },
    );
  }
  if (isPlaceholder(version) && !isUngated && !isBack) {
    throw new UsageError(
      `Before, nothing was released to target ${target.name}: going back would take it offline, which only --to ${goal.version} --ungated does`,
      advise(npmRun('release'), 'mend the code, then'),
      { resource },
    );
  }
  return version.CodeSha256;
}
