import type { Bundle } from '../../bundler/bundle.ts';
import type { RegionOutputs } from '../../stack/outputs.ts';
import type { PlacedOutputs } from '../../stack/region-outputs.ts';
import { formatDifferences, settingsByStage } from '../../stack/stage-settings.ts';
import { readCodeChange, type CodeChange } from '../aws/code-change.ts';
import { waitUntilSettled } from '../aws/function.ts';
import type { ReleaseContext } from '../context.ts';
import { EnvironmentError, UsageError } from '../errors.ts';
import type { Step } from '../steps.ts';
import { notYet } from './provision.ts';
import { readOrPlan } from './read-or-plan.ts';
import { hasConcurrency } from './concurrency.ts';
import { isSettled } from '../traffic/settling.ts';
import {
  haveStrayed,
  readRecords,
  settingsChange,
  verifyWayBack,
  type Records,
} from '../traffic/settings-change.ts';
import { calledBy, hasAccepted, type Target } from '../traffic/target.ts';

export interface Comparison {
  /** In the order of the stack's configuration. */
  readonly targets: readonly Target[];
  readonly codeChange: CodeChange;
  /** Every target serves this code, configuration and API definition, and accepted it. */
  readonly isReleased: boolean;
  /** What the candidate's deployment was made for, and those that are served. */
  readonly records: Records;
}

/** What this release would change, read from AWS. */
export function compareWithLive(
  context: Pick<ReleaseContext, 'clients' | 'writers' | 'settings' | 'stop'>,
  outputs: PlacedOutputs,
  bundle: Bundle,
): Step<Comparison> {
  const { clients, writers, settings, stop } = context;
  return {
    id: 'compare',
    title: 'compare with live',
    async run() {
      if (outputs.restApiId === notYet) {
        return beforeFirstRelease(outputs);
      }
      const { propagation } = writers;
      const compare = () => compareNow({ clients, writers, settings, stop }, outputs, bundle);
      const now = await compare().catch(async (error: unknown) => {
        // What was made, or set, just now may not be seen yet.
        const isOfReads = error instanceof EnvironmentError || error instanceof UsageError;
        if (!isOfReads || propagation.oldReadMs === 0) {
          throw error;
        }
        await propagation.untilReadsAreTrue(stop.signal);
        return compare();
      });
      if (!now.isReleased || propagation.oldReadMs === 0) {
        return now;
      }
      // What a rollback took away just now may still seem to be served.
      await propagation.untilReadsAreTrue(stop.signal);
      return compare();
    },
    detail: (comparison) =>
      comparison.isReleased ? 'nothing to release' : describeChange(comparison, outputs),
  };
}

async function compareNow(
  context: Pick<ReleaseContext, 'clients' | 'writers' | 'settings' | 'stop'>,
  outputs: PlacedOutputs,
  bundle: Bundle,
): Promise<Comparison> {
  const { clients, settings, stop } = context;
  const { lambda } = clients;
  const { functionName } = outputs;
  const latest = waitUntilSettled(lambda, functionName, '$LATEST', stop.signal);
  // It is asked beside the targets, and told below.
  latest.catch(() => undefined);
  const names = settings.program.targets.map(({ name }) => name);
  const targets = await readOrPlan(clients, outputs, names);
  const isNew = outputs.deploymentId === notYet;
  const planned = isNew ? { stages: settingsByStage(settings.program.targets) } : undefined;
  const [codeChange, records] = await Promise.all([
    readCodeChange(
      lambda,
      functionName,
      latest,
      targets.flatMap((target) => [calledBy(target).version, target.alias.version]),
      { codeSha256: bundle.codeSha256, architecture: settings.program.function.architecture },
    ),
    readRecords(clients, targets, [outputs.deploymentId, planned]),
  ]);
  verifyWayBack(targets, records, outputs.deploymentId);
  const isAll =
    isReleased(targets, codeChange, outputs) &&
    !haveStrayed(targets, records, outputs.deploymentId) &&
    (await hasConcurrency(context, targets));
  return { targets, codeChange, isReleased: isAll, records };
}

/** What a dry run goes on with while nothing is provisioned. */
function beforeFirstRelease({ functionName, restApiId, targets }: RegionOutputs): Comparison {
  return {
    targets: Object.entries(targets).map(([name, { alias, apiStage, url }]) => {
      const following = {
        functionName,
        name: alias,
        version: notYet,
        weights: {},
        description: '',
        revisionId: notYet,
      };
      const routing = {
        restApiId,
        name: apiStage,
        deploymentId: notYet,
        alias,
        isClosed: false,
        settings: { throttling: {}, logging: 'OFF', dataTrace: false, variables: {} },
      };
      return { name, url, alias: following, standby: following, apiStage: routing };
    }),
    codeChange: { kind: 'update', latest: {} },
    isReleased: false,
    records: new Map(),
  };
}

function isReleased(
  targets: readonly Target[],
  change: CodeChange,
  { deploymentId: deployment }: PlacedOutputs,
): boolean {
  return (
    change.kind === 'none' &&
    targets.every(
      (target) => hasAccepted(target, { version: change.version, deployment }) && isSettled(target),
    )
  );
}

function describeChange(
  { codeChange, targets, records }: Comparison,
  { deploymentId }: PlacedOutputs,
): string {
  const wanted = records.get(deploymentId);
  const toMove = targets.filter(({ apiStage }) => apiStage.deploymentId !== deploymentId);
  const isNewApi = toMove.some(({ apiStage }) => {
    const definition = records.get(apiStage.deploymentId)?.definition;
    return definition === undefined || definition !== wanted?.definition;
  });
  const settings = targets.flatMap((target) => {
    const differences = settingsChange(target, wanted);
    return differences.length === 0
      ? []
      : [`settings of ${target.name} (${formatDifferences(differences)})`];
  });
  // Before it is made, nobody knows which of them a new deployment is for.
  const isUnsure = deploymentId === notYet && settings.length > 0;
  const changed = [
    codeChange.kind === 'none' ? [] : ['code or configuration'],
    isNewApi ? [isUnsure ? 'perhaps API definition' : 'API definition'] : [],
    settings,
  ].flat();
  return changed.length === 0 ? 'targets to catch up' : `changed: ${changed.join(', ')}`;
}
