import { parseJournal } from '../../../stack/journal.ts';
import { labelOf } from '../../../stack/target-label.ts';
import { formatPair } from '../../../stack/pair.ts';
import { formatServed, isStandbyOpen, type Target } from '../../traffic/target.ts';

/** One difference between AWS and what was left there. */
export interface Drift {
  /** A target's name, or the name of a resource in the program. */
  readonly name: string;
  readonly difference: string;
}

/**
 * What somebody changed about a target since the runner last wrote its journal.
 *
 * @param target while no release is running.
 */
export function findTargetDrift(target: Target): Drift[] {
  const { alias, standby, apiStage, standbyStage } = target;
  const name = labelOf(target);
  const journal = parseJournal(alias.description);
  const found = (difference: string): Drift[] => [{ name, difference }];
  if (journal === undefined) {
    return alias.version === '$LATEST'
      ? []
      : found(`alias ${alias.name} points at version ${alias.version}, and no release says why`);
  }
  if (journal.state === 'trial') {
    return found(
      `${journal.release} was interrupted; ${formatServed(target)} is served while ${formatPair(journal.pair)} is on trial`,
    );
  }
  const left = `${journal.release} left`;
  return [
    ...(isStandbyOpen(target)
      ? found(
          `API stage ${standbyStage?.name ?? ''} answers requests, with deployment ${standbyStage?.deploymentId ?? ''}; it is closed while no release tests on it`,
        )
      : []),
    ...(alias.version === journal.pair.version
      ? []
      : found(
          `alias ${alias.name} points at version ${alias.version}; ${left} ${journal.pair.version}`,
        )),
    ...(alias.movingFrom === undefined
      ? []
      : found(
          `alias ${alias.name} still serves version ${alias.movingFrom}; its provisioned concurrency moves to ${alias.version}`,
        )),
    ...Object.entries(alias.weights).flatMap(([version, weight]) =>
      found(
        `alias ${alias.name} sends ${String(Math.round(weight * 100))} % to version ${version}; ${left} no weights`,
      ),
    ),
    ...(apiStage.deploymentId === journal.pair.deployment
      ? []
      : found(
          `API stage ${apiStage.name} serves deployment ${apiStage.deploymentId}; ${left} ${journal.pair.deployment}`,
        )),
    ...(apiStage.canary === undefined
      ? []
      : found(
          `API stage ${apiStage.name} sends ${String(apiStage.canary.percent)} % to deployment ${apiStage.canary.deploymentId} by a canary; ${left} none`,
        )),
    ...(apiStage.alias === standby.name
      ? found(`API stage ${apiStage.name} calls alias ${standby.name}; ${left} ${alias.name}`)
      : []),
  ];
}
