import { isInSeveralRegions } from '../../../stack/stack-file.ts';
import { translateError } from '../../aws/aws-errors.ts';
import { exitStatus, type ExitStatus } from '../../errors.ts';
import { boundsOf } from '../../backend.ts';
import { npmRun } from '../../report/next.ts';
import { resultVersion } from '../../report/results/parts.ts';
import { Propagation } from '../../traffic/propagation.ts';
import { stopOnSignals } from '../interrupt.ts';
import { openProvisionedStack } from '../provisioned.ts';
import { say, sayWait, tellResult } from '../tell.ts';
import { prune, type Pruned } from './prune.ts';
import type { Retention } from './retention.ts';

interface PruneOptions {
  readonly stack: string;
  readonly json: boolean;
  readonly 'dry-run': boolean;
  readonly keep: number;
  readonly 'min-age-days': number;
}

const msPerDay = 86_400_000;

/**
 * `npm run prune`: deletes old versions and API deployments that nothing serves and no rollback
 * would go back to.
 *
 * @returns the exit status.
 */
export async function runPrune({
  stack,
  json,
  'dry-run': isDryRun,
  keep,
  'min-age-days': minAgeDays,
}: PruneOptions): Promise<ExitStatus> {
  const retention: Retention = { keep, minAgeMs: minAgeDays * msPerDay, now: new Date() };
  const stop = new AbortController();
  const endSignals = stopOnSignals(stop, say, {
    what: 'Pruning',
    command: npmRun('prune'),
    now: 'ending what is under way',
  });
  try {
    const regions: PrunedRegion[] = [];
    for (const provisioned of (await openProvisionedStack(stack)).regions) {
      const { settings } = provisioned;
      const propagation = new Propagation(boundsOf(settings), { onWait: sayWait });
      const pruned = await prune(provisioned, retention, { isDryRun, stop, propagation });
      regions.push({ region: isInSeveralRegions(settings) ? settings.region : null, ...pruned });
    }
    const texts = regions.map(({ region, ...pruned }) => {
      const text = formatPruned(pruned, isDryRun);
      return region === null ? text : `${region}:\n${text}`;
    });
    return tellResult(
      {
        version: resultVersion,
        command: 'prune',
        stack,
        outcome: isDryRun ? 'planned' : 'pruned',
        status: exitStatus.done,
        ...listAll(regions),
      },
      json,
      texts.join('\n'),
    );
  } catch (error) {
    throw translateError(error, `pruning stack ${stack}`);
  } finally {
    endSignals();
  }
}

/** What was pruned in a region; null for the only one of a stack. */
interface PrunedRegion extends Pruned {
  readonly region: string | null;
}

/** Of several regions, whose versions have numbers of their own, with the name of each. */
function listAll(regions: readonly PrunedRegion[]): Pruned {
  const all = (kind: keyof Pruned) =>
    regions.flatMap(({ region, [kind]: ids }) =>
      region === null ? ids : ids.map((id) => `${region}: ${id}`),
    );
  return {
    versions: all('versions'),
    deployments: all('deployments'),
    bundles: all('bundles'),
    skipped: all('skipped'),
  };
}

function formatPruned(
  { versions, deployments, bundles, skipped }: Pruned,
  isDryRun: boolean,
): string {
  if ([versions, deployments, bundles, skipped].every(({ length }) => length === 0)) {
    return 'Nothing to prune.';
  }
  const list = (ids: readonly string[]) => (ids.length === 0 ? 'none' : ids.join(', '));
  return [
    `${isDryRun ? 'Would delete' : 'Deleted'} versions: ${list(versions)}`,
    `${isDryRun ? 'Would delete' : 'Deleted'} deployments: ${list(deployments)}`,
    ...(bundles.length > 0
      ? [`${isDryRun ? 'Would delete' : 'Deleted'} packages in S3: ${list(bundles)}`]
      : []),
    ...(skipped.length > 0 ? [`Skipped, as they are in use: ${skipped.join(', ')}`] : []),
  ].join('\n');
}
