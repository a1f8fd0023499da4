import { findVersion } from '../../aws/function.ts';
import { countInvocations } from '../../aws/metrics.ts';
import { findProvisionedConcurrency } from '../../aws/provisioned-concurrency.ts';
import { moveAlias } from '../move.ts';
import { trialOf } from '../promotion.ts';
import { pairBefore } from '../target.ts';
import type { Shifting, ShiftingClients } from './shifting.ts';

/**
 * The alias sends a share of its requests to a second version. Lambda asks for two published
 * versions with the same role and dead-letter queue, and for no provisioned concurrency (traps D27
 * and D28; https://docs.aws.amazon.com/lambda/latest/dg/configuring-alias-routing.html).
 */
export function byWeights(clients: ShiftingClients): Shifting {
  const { lambda, cloudWatch } = clients;
  return {
    name: 'weights',

    async refuse(target, candidate) {
      const { functionName, name: alias } = target.alias;
      const good = pairBefore(target);
      const [before, after, provisioned] = await Promise.all([
        findVersion(lambda, functionName, good.version),
        findVersion(lambda, functionName, candidate.version),
        findProvisionedConcurrency(lambda, functionName, alias),
      ]);
      if (provisioned !== undefined) {
        return `alias ${alias} has provisioned concurrency, and Lambda gives such an alias no weights`;
      }
      const isAlike =
        before?.Role === after?.Role &&
        before?.DeadLetterConfig?.TargetArn === after?.DeadLetterConfig?.TargetArn;
      return isAlike
        ? undefined
        : `versions ${good.version} and ${candidate.version} have another role or dead-letter queue, and Lambda gives weights only to versions that share them`;
    },

    async setShare(target, { candidate, percent, release }) {
      const journal = trialOf(target, candidate, release, percent);
      const weights = { [candidate.version]: percent / 100 };
      return moveAlias(clients, target, target.alias.version, journal, weights);
    },

    async measure({ alias: { functionName, name: alias, version } }, candidate, window) {
      const count = (executedVersion: string) =>
        countInvocations(cloudWatch, { functionName, alias, executedVersion }, window);
      const [ofCandidate, ofBaseline] = await Promise.all([
        count(candidate.version),
        count(version),
      ]);
      return { candidate: ofCandidate, baseline: ofBaseline };
    },
  };
}
