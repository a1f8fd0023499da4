import { type ByName, fromEntries } from '../by-name.ts';
import type { Region } from '../region.ts';
import { isVersionNumber } from './arn.ts';
import { constraint, invalidParameter, invalidParameterUntyped } from './errors.ts';
import { requireVersion } from './lookup.ts';
import type { FunctionState, VersionState } from './state.ts';

/**
 * Checks the additional versions of an alias: at most one, weighted 0 to 1, two published versions
 * with the same role and dead-letter target (AWS, "Weighted alias"; trap D28), and no provisioned
 * concurrency on the alias (trap D27).
 *
 * @returns the weights, as the alias keeps them.
 * @throws {InvalidParameterValueException | ValidationException | ResourceNotFoundException} as Lambda does.
 */
export function aliasWeights(
  region: Region,
  fn: FunctionState,
  primary: VersionState,
  weights: Readonly<Record<string, number>>,
  aliasName?: string,
): ByName<number> {
  const entries = Object.entries(weights);
  if (entries.length > 1) {
    throw invalidParameter('Number of items in AdditionalVersionWeights cannot be greater than 1');
  }
  for (const [version, weight] of entries) {
    verifyWeight(version, weight);
    verifyTwoPublished(primary, version);
    verifyAlike(primary, requireVersion(region, fn, version));
    if (aliasName !== undefined && fn.provisionedConcurrency[aliasName] !== undefined) {
      throw invalidParameter('Alias with weights can not be used with Provisioned Concurrency');
    }
  }
  return fromEntries(entries);
}

function verifyWeight(version: string, weight: number): void {
  const member = 'routingConfig.additionalVersionWeights';
  const value = `{${version}=${Number.isInteger(weight) ? weight.toFixed(1) : String(weight)}}`;
  if (!(weight >= 0 && weight <= 1)) {
    throw constraint(
      member,
      value,
      'Map value must satisfy constraint: [Member must have value less than or equal to 1.0, ' +
        'Member must have value greater than or equal to 0.0, Member must not be null]',
    );
  }
  if (!isVersionNumber(version)) {
    throw constraint(
      member,
      value,
      'Map keys must satisfy constraint: [Member must have length less than or equal to 1024, ' +
        'Member must have length greater than or equal to 1, ' +
        'Member must satisfy regular expression pattern: [0-9]+]',
    );
  }
}

function verifyTwoPublished(primary: VersionState, version: string): void {
  if (primary.version === '$LATEST') {
    throw invalidParameterUntyped(
      '$LATEST is not supported for an alias pointing to more than 1 version',
    );
  }
  if (version === primary.version) {
    throw invalidParameter(
      `Invalid function version ${version}. ` +
        `Function version ${version} is already included in routing configuration.`,
    );
  }
}

function verifyAlike(primary: VersionState, additional: VersionState): void {
  const [left, right] = [primary.configuration, additional.configuration];
  if (left.role !== right.role) {
    throw invalidParameter('Specified versions must be associated with the same execution role');
  }
  if (left.deadLetterTarget !== right.deadLetterTarget) {
    throw invalidParameter(
      'Specified versions must be associated with the same dead letter queue configuration',
    );
  }
}
