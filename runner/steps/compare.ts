import type { Bundle } from '../../bundler/bundle.ts';
import type { StackOutputs } from '../../stack/outputs.ts';
import { readCodeChange, type CodeChange } from '../aws/code-change.ts';
import type { ReleaseContext } from '../context.ts';
import { EnvironmentError } from '../errors.ts';
import type { Step } from '../steps.ts';
import { notYet } from './provision.ts';
import { hasConcurrency } from './concurrency.ts';
import { isSettled } from '../traffic/settling.ts';
import { hasAccepted, readTargets, type Target } from '../traffic/target.ts';

export interface Comparison {
  /** In the order of the stack's configuration. */
  readonly targets: readonly Target[];
  readonly codeChange: CodeChange;
  /** Every target serves this code, configuration and API definition, and accepted it. */
  readonly isReleased: boolean;
}

/** What this release would change, read from AWS. */
export function compareWithLive(
  context: Pick<ReleaseContext, 'clients' | 'writers' | 'settings' | 'stop'>,
  outputs: StackOutputs,
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
        // What was made just now may not be seen yet.
        if (!(error instanceof EnvironmentError)) {
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
    detail: ({ codeChange, isReleased, targets }) =>
      isReleased ? 'nothing to release' : describeChange(codeChange, targets, outputs),
  };
}

async function compareNow(
  context: Pick<ReleaseContext, 'clients' | 'writers' | 'settings' | 'stop'>,
  outputs: StackOutputs,
  bundle: Bundle,
): Promise<Comparison> {
  const { clients, settings, stop } = context;
  const names = settings.program.targets.map(({ name }) => name);
  const targets = await readTargets(clients, outputs, names);
  const codeChange = await readCodeChange(
    clients.lambda,
    outputs.functionName,
    targets.map(({ alias }) => alias.version),
    { codeSha256: bundle.codeSha256, architecture: settings.program.function.architecture },
    stop.signal,
  );
  const isAll =
    isReleased(targets, codeChange, outputs) && (await hasConcurrency(context, targets));
  return { targets, codeChange, isReleased: isAll };
}

/** What a dry run goes on with while nothing is provisioned. */
function beforeFirstRelease({ functionName, restApiId, targets }: StackOutputs): Comparison {
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
      };
      return { name, url, alias: following, standby: following, apiStage: routing };
    }),
    codeChange: { kind: 'update', latest: {} },
    isReleased: false,
  };
}

function isReleased(
  targets: readonly Target[],
  change: CodeChange,
  { deploymentId: deployment }: StackOutputs,
): boolean {
  return (
    change.kind === 'none' &&
    targets.every(
      (target) => hasAccepted(target, { version: change.version, deployment }) && isSettled(target),
    )
  );
}

function describeChange(
  change: CodeChange,
  targets: readonly Target[],
  { deploymentId }: StackOutputs,
): string {
  const isNewApi = targets.some(({ apiStage }) => apiStage.deploymentId !== deploymentId);
  const changed = [
    change.kind === 'none' ? [] : ['code or configuration'],
    isNewApi ? ['API definition'] : [],
  ].flat();
  return changed.length === 0 ? 'targets to catch up' : `changed: ${changed.join(', ')}`;
}
