import { moveApiStage } from '../../aws/api-stage.ts';
import { countInvocations } from '../../aws/metrics.ts';
import { moveAlias, prepareStandby, trialOf } from '../promotion.ts';
import type { Shifting, ShiftingClients } from './shifting.ts';

/**
 * The API stage sends a share of its requests to another deployment, and these to the standby alias,
 * which points at the candidate's version
 * (https://docs.aws.amazon.com/apigateway/latest/developerguide/canary-release.html).
 */
export function byCanary(clients: ShiftingClients): Shifting {
  const { apiGateway, cloudWatch } = clients;
  return {
    name: 'canary',

    refuse: () => Promise.resolve(undefined),

    async setShare(target, { candidate, percent, release }) {
      const journal = trialOf(target, candidate, release, percent);
      const alias = await moveAlias(clients, target, target.alias.version, journal);
      const ready = await prepareStandby(clients, { ...target, alias }, candidate.version);
      const { deploymentId } = ready.apiStage;
      const canary = { percent, deploymentId: candidate.deployment, alias: ready.standby.name };
      const routing = { deploymentId, alias: alias.name, canary };
      return { ...ready, apiStage: await moveApiStage(apiGateway, ready.apiStage, routing) };
    },

    async measure({ alias: { functionName, name }, standby }, _candidate, window) {
      const count = (alias: string) =>
        countInvocations(cloudWatch, { functionName, alias }, window);
      const [ofCandidate, ofBaseline] = await Promise.all([count(standby.name), count(name)]);
      return { candidate: ofCandidate, baseline: ofBaseline };
    },
  };
}
