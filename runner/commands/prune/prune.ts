import { deleteBundle, listBundles } from '../../aws/bundle-store.ts';
import { deleteDeployment, listDeployments, listServedDeployments } from '../../aws/deployment.ts';
import { deleteVersion, listAliasedVersions, listVersions } from '../../aws/versions.ts';
import { acquireLock } from '../../lock/take-lock.ts';
import type { Propagation } from '../../traffic/propagation.ts';
import { readTargets } from '../../traffic/target.ts';
import { newReleaseId } from '../open-context.ts';
import type { ProvisionedRegion } from '../provisioned.ts';
import { choosePrunable, usedByTargets, type Retention } from './retention.ts';

/** Ids of versions and deployments. */
export interface Pruned {
  readonly versions: readonly string[];
  readonly deployments: readonly string[];
  /** Packages in the stack's bucket: versions that were made of them keep their code. */
  readonly bundles: readonly string[];
  /** What AWS did not let go because it is in use. */
  readonly skipped: readonly string[];
}

type Chosen = Omit<Pruned, 'skipped'>;

/**
 * Prunes a stack, while it keeps releases out. What a release left right before may still be what a host of AWS
 * serves, so deleting waits until all of them know better.
 *
 * @throws {ConflictError} when a release is running.
 */
export async function prune(
  stack: ProvisionedRegion,
  retention: Retention,
  {
    isDryRun,
    stop,
    propagation,
  }: {
    readonly isDryRun: boolean;
    readonly stop: AbortController;
    readonly propagation: Propagation;
  },
): Promise<Pruned> {
  if (isDryRun) {
    return { ...(await choose(stack, retention)), skipped: [] };
  }
  const { clients, outputs } = stack;
  const { functionName } = outputs;
  const lock = await acquireLock(clients.lambda, functionName, newReleaseId(), stop, {
    reads: propagation,
  });
  try {
    propagation.begin();
    const { versions, deployments } = await choose(stack, retention);
    if (versions.length + deployments.length > 0) {
      await propagation.untilKnown(stop.signal);
    }
    return await deleteAll(stack, await choose(stack, retention), stop.signal);
  } finally {
    await lock.release();
  }
}

async function choose(
  { clients, outputs, settings }: ProvisionedRegion,
  retention: Retention,
): Promise<Chosen> {
  const { lambda, apiGateway } = clients;
  const { functionName, functionArn, restApiId, deploymentId } = outputs;
  const names = settings.program.targets.map(({ name }) => name);
  const { s3: hasBucket } = settings.program.function.bundle;
  const [targets, versions, aliased, deployments, served, bundles] = await Promise.all([
    readTargets(clients, outputs, names),
    listVersions(lambda, functionName),
    listAliasedVersions(lambda, functionName),
    listDeployments(apiGateway, restApiId),
    listServedDeployments(apiGateway, restApiId),
    hasBucket ? listBundles(await clients.s3(), functionArn) : [],
  ]);
  const used = usedByTargets(targets);
  return {
    bundles,
    versions: choosePrunable(versions, new Set([...used.versions, ...aliased]), retention),
    deployments: choosePrunable(
      deployments,
      new Set([...used.deployments, ...served, deploymentId]),
      retention,
    ),
  };
}

async function deleteAll(
  { clients, outputs }: ProvisionedRegion,
  chosen: Chosen,
  signal: AbortSignal,
): Promise<Pruned> {
  const { functionName, functionArn, restApiId } = outputs;
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
  const bundles = await deleteEach(chosen.bundles, 'bundle', async (key) => {
    await deleteBundle(await clients.s3(), functionArn, key);
    return true;
  });
  return { versions, deployments, bundles, skipped };
}
