import { deleteDeployment, listDeployments, listServedDeployments } from '../../aws/deployment.ts';
import { translateError } from '../../aws/aws-errors.ts';
import { deleteVersion, listAliasedVersions, listVersions } from '../../aws/versions.ts';
import { exitStatus, UsageError } from '../../errors.ts';
import { stopOnSignals } from '../interrupt.ts';
import { choosePrunable, usedByTargets, type Retention } from './retention.ts';
import { advise, npmRun } from '../../report/next.ts';
import { acquireLock } from '../../lock/release-lock.ts';
import { readTargets } from '../../traffic/target.ts';
import { openProvisionedStack, type ProvisionedStack } from '../provisioned.ts';
import { newReleaseId } from '../open-context.ts';

export interface PruneOptions {
  readonly stack: string;
  readonly json: boolean;
  readonly isDryRun: boolean;
  readonly keep?: string | undefined;
  readonly minAgeDays?: string | undefined;
}

/** Ids of versions and deployments. */
export interface Pruned {
  readonly versions: readonly string[];
  readonly deployments: readonly string[];
  /** What AWS did not let go because it is in use. */
  readonly skipped: readonly string[];
}

const msPerDay = 86_400_000;

/**
 * `npm run prune`: deletes old versions and API deployments that nothing serves and no rollback
 * would go back to.
 *
 * @returns the exit status.
 */
export async function runPrune(options: PruneOptions): Promise<number> {
  const retention: Retention = {
    keep: parseCount('--keep', options.keep ?? '10', 1),
    minAgeMs: parseCount('--min-age-days', options.minAgeDays ?? '1', 0) * msPerDay,
    now: new Date(),
  };
  const stop = new AbortController();
  const endSignals = stopOnSignals(stop, say, {
    what: 'Pruning',
    command: npmRun('prune'),
    now: 'ending what is under way',
  });
  try {
    const stack = await openProvisionedStack(options.stack);
    const pruned = await prune(stack, retention, { isDryRun: options.isDryRun, stop });
    process.stdout.write(
      options.json
        ? `${JSON.stringify({ stack: options.stack, dryRun: options.isDryRun, ...pruned })}\n`
        : `${formatPruned(pruned, options.isDryRun)}\n`,
    );
    return exitStatus.done;
  } catch (error) {
    throw translateError(error, `pruning stack ${options.stack}`);
  } finally {
    endSignals();
  }
}

/**
 * Prunes a stack, while it keeps releases out.
 *
 * @throws {ConflictError} when a release is running.
 */
export async function prune(
  stack: ProvisionedStack,
  retention: Retention,
  { isDryRun, stop }: { readonly isDryRun: boolean; readonly stop: AbortController },
): Promise<Pruned> {
  if (isDryRun) {
    return { ...(await choose(stack, retention)), skipped: [] };
  }
  const { clients, outputs } = stack;
  const lock = await acquireLock(clients.lambda, outputs.functionName, newReleaseId(), stop);
  try {
    return await deleteAll(stack, await choose(stack, retention), stop.signal);
  } finally {
    await lock.release();
  }
}

async function choose(
  { clients, outputs, settings }: ProvisionedStack,
  retention: Retention,
): Promise<Pick<Pruned, 'versions' | 'deployments'>> {
  const { lambda, apiGateway } = clients;
  const { functionName, restApiId, deploymentId } = outputs;
  const names = settings.program.targets.map(({ name }) => name);
  const [targets, versions, aliased, deployments, served] = await Promise.all([
    readTargets(clients, outputs, names),
    listVersions(lambda, functionName),
    listAliasedVersions(lambda, functionName),
    listDeployments(apiGateway, restApiId),
    listServedDeployments(apiGateway, restApiId),
  ]);
  const used = usedByTargets(targets);
  return {
    versions: choosePrunable(versions, new Set([...used.versions, ...aliased]), retention),
    deployments: choosePrunable(
      deployments,
      new Set([...used.deployments, ...served, deploymentId]),
      retention,
    ),
  };
}

async function deleteAll(
  { clients, outputs }: ProvisionedStack,
  chosen: Pick<Pruned, 'versions' | 'deployments'>,
  signal: AbortSignal,
): Promise<Pruned> {
  const { functionName, restApiId } = outputs;
  const skipped: string[] = [];
  const deleteEach = async (
    ids: readonly string[],
    title: string,
    remove: (id: string) => Promise<boolean>,
  ) => {
    const deleted: string[] = [];
    for (const id of ids) {
      signal.throwIfAborted();
      if (await remove(id)) {
        deleted.push(id);
      } else {
        skipped.push(`${title} ${id}`);
      }
    }
    return deleted;
  };
  const versions = await deleteEach(chosen.versions, 'version', (id) =>
    deleteVersion(clients.lambda, functionName, id),
  );
  const deployments = await deleteEach(chosen.deployments, 'deployment', (id) =>
    deleteDeployment(clients.apiGateway, restApiId, id),
  );
  return { versions, deployments, skipped };
}

function formatPruned({ versions, deployments, skipped }: Pruned, isDryRun: boolean): string {
  if (versions.length + deployments.length + skipped.length === 0) {
    return 'Nothing to prune.';
  }
  const list = (ids: readonly string[]) => (ids.length === 0 ? 'none' : ids.join(', '));
  return [
    `${isDryRun ? 'Would delete' : 'Deleted'} versions: ${list(versions)}`,
    `${isDryRun ? 'Would delete' : 'Deleted'} deployments: ${list(deployments)}`,
    ...(skipped.length > 0 ? [`Skipped, as they are in use: ${skipped.join(', ')}`] : []),
  ].join('\n');
}

function parseCount(option: string, text: string, least: number): number {
  const count = Number(text);
  if (text.trim() === '' || !Number.isInteger(count) || count < least) {
    throw new UsageError(
      `${option} ${text} is not a whole number from ${String(least)}`,
      advise(npmRun('prune', '--dry-run')),
    );
  }
  return count;
}

function say(text: string): void {
  process.stderr.write(`${text}\n`);
}
