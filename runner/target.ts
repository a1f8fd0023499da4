import { findAlias, type AliasState } from './aws/alias.ts';
import { getApiStage, type ApiStageState } from './aws/api-stage.ts';
import type { Clients } from './aws/clients.ts';
import { EnvironmentError } from './errors.ts';
import { parseJournal, type Journal } from './journal.ts';
import { isSamePair, type Pair } from './pair.ts';
import type { StackOutputs } from '../infra/outputs.ts';

/** A target as it was read from AWS: one alias and the API stage mapped to it. */
export interface Target {
  readonly name: string;
  /** Of the API stage, without a slash at the end. */
  readonly url: string;
  readonly alias: AliasState;
  readonly apiStage: ApiStageState;
}

/** What a target serves. */
export function pairOf({ alias, apiStage }: Target): Pair {
  return { version: alias.version, deployment: apiStage.deploymentId };
}

/** What the runner last wrote about a target; undefined when somebody moved the alias since. */
export function journalOf({ alias }: Target): Journal | undefined {
  const journal = parseJournal(alias.description);
  return journal?.pair.version === alias.version ? journal : undefined;
}

/**
 * The accepted pairs of a target, newest first: the first is what it goes back to when a candidate
 * is red. It is what the target serves, unless an earlier release died while it was on trial.
 */
export function goodPairs(target: Target): readonly Pair[] {
  const journal = journalOf(target);
  return journal?.state === 'trial' ? journal.before : [pairOf(target), ...(journal?.before ?? [])];
}

/** Whether a target serves a pair to all requests, and its gates were green. */
export function hasAccepted(target: Target, pair: Pair): boolean {
  const journal = journalOf(target);
  return (
    journal?.state === 'accepted' &&
    isSamePair(journal.pair, pair) &&
    isSamePair(pairOf(target), pair) &&
    Object.keys(target.alias.weights).length === 0
  );
}

/**
 * Reads the targets of a stack from AWS.
 *
 * @param names in the order of the stack's configuration.
 * @throws {EnvironmentError} when an alias is missing.
 */
export async function readTargets(
  { lambda, apiGateway }: Pick<Clients, 'lambda' | 'apiGateway'>,
  outputs: StackOutputs,
  names: readonly string[],
): Promise<Target[]> {
  return Promise.all(
    names.map(async (name) => {
      const target = outputs.targets[name];
      if (target === undefined) {
        throw new EnvironmentError(
          `Target ${name} is configured but not provisioned`,
          'npm run release',
        );
      }
      const [alias, apiStage] = await Promise.all([
        findAlias(lambda, outputs.functionName, target.alias),
        getApiStage(apiGateway, outputs.restApiId, target.apiStage),
      ]);
      if (alias === undefined) {
        throw new EnvironmentError(
          `The alias ${target.alias} of ${outputs.functionName} was deleted`,
          'let Pulumi see it and make it again: pulumi refresh, then npm run release',
        );
      }
      return { name, url: target.url, alias, apiStage };
    }),
  );
}
