import { countInvocations } from '../../aws/metrics.ts';
import { moveStage, writeJournal } from '../move.ts';
import { moveStandby } from '../standby.ts';
import { trialOf } from '../promotion.ts';
import type { Shifting, ShiftingClients } from './shifting.ts';

/**
 * The API stage sends a share of its requests to another deployment, and these to the standby alias,
 * which points at the candidate's version
 * (https://docs.aws.amazon.com/apigateway/latest/developerguide/canary-release.html).
 */
export function byCanary(clients: ShiftingClients): Shifting {
  const { cloudWatch } = clients;
  return {
    name: 'canary',

    refuse: () => Promise.resolve(undefined),

    async setShare(target, { candidate, percent, release }) {
      const written = await writeJournal(
        clients,
        target,
        trialOf(target, candidate, release, percent),
      );
      const ready = await moveStandby(clients, written, candidate.version);
      const { deploymentId, alias } = ready.apiStage;
      const canary = { percent, deploymentId: candidate.deployment, alias: ready.standby.name };
      return moveStage(clients, ready, { deploymentId, alias, canary });
    },

    async measure({ alias: { functionName, name }, standby }, _candidate, window) {
      const count = (alias: string) =>
        countInvocations(cloudWatch, { functionName, alias }, window);
      const [ofCandidate, ofBaseline] = await Promise.all([count(standby.name), count(name)]);
      return { candidate: ofCandidate, baseline: ofBaseline };
    },
  };
}
