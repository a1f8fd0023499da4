import { getApiStage, switchApiStage, type Routing } from '../../aws/api-stage.ts';
import {
  forEachChange,
  otherThan,
  settledMs,
  spreadAt,
  stateAfter,
  watch,
  wholePairs,
  type Measuring,
  type SpreadOf,
} from './measuring.ts';
import { addTallies, isPair, tallyPairs, type PairTally } from './pair-tally.ts';
import type { Sight } from './watch-change.ts';

/** What the changes of an API stage showed. */
export interface OfStage {
  readonly spreads: readonly SpreadOf[];
  /** Of all answers while deployment and alias were given to it in one call. */
  readonly pairs: PairTally;
}

/** Moves the API stage there and back, deployment and alias in the same `UpdateStage` as a release does it. */
export async function measureStage(measuring: Measuring): Promise<OfStage> {
  const { thing, probes } = measuring;
  const whole = wholePairs(thing);
  const switchTo = await openSwitch(measuring);
  const sights = await forEachChange(measuring, (at) => {
    const to = stateAfter(at);
    const { deployment } = thing.pairs[to];
    return watch(
      measuring,
      () => switchTo({ deploymentId: deployment, alias: thing.aliases[to] }),
      [
        probes.api((text) => isPair(text) && text !== whole[to]),
        probes.getStage((id) => id !== deployment),
      ],
    );
  });
  return {
    spreads: [spreadAt('stage', sights, 0), spreadAt('GetStage', sights, 1)],
    pairs: tallyApi(sights, whole),
  };
}

/** Of the requests: so many that a host which still has the canary shows it soon. */
const percent = 90;

/**
 * Begins and ends a canary with another deployment and alias. Who begins to have one shows nothing old, so
 * what is timed is the end.
 *
 * @param before of the API stage: how long its changes take.
 */
export async function measureCanary(measuring: Measuring, before: OfStage): Promise<OfStage> {
  const { thing, probes } = measuring;
  const whole = wholePairs(thing);
  const { apiGateway } = measuring.clients;
  const { deploymentId, alias } = await getApiStage(apiGateway, thing.restApiId, thing.apiStage);
  const here = alias === thing.aliases[0] ? 0 : 1;
  const there = otherThan(here);
  const canary = {
    percent,
    deploymentId: thing.pairs[there].deployment,
    alias: thing.aliases[there],
  };
  const switchTo = await openSwitch(measuring);
  const sights = await forEachChange(measuring, async () => {
    const begun = await watch(
      measuring,
      () => switchTo({ deploymentId, alias, canary }),
      [probes.api(() => false)],
      settledMs(before.spreads),
    );
    const ended = await watch(
      measuring,
      () => switchTo({ deploymentId, alias }),
      [probes.api((text) => isPair(text) && text !== whole[here])],
      settledMs(before.spreads),
    );
    return { begun, ended };
  });
  const ends = sights.map(({ ended }) => ended);
  return {
    spreads: [spreadAt('canary', ends, 0)],
    pairs: addTallies([
      tallyApi(ends, whole),
      tallyApi(
        sights.map(({ begun }) => begun),
        whole,
      ),
    ]),
  };
}

/** @returns what switches the API stage from what it was switched to before. */
async function openSwitch({
  clients: { apiGateway },
  thing,
}: Measuring): Promise<(to: Routing) => Promise<void>> {
  let stage = await getApiStage(apiGateway, thing.restApiId, thing.apiStage);
  return async (to) => {
    stage = await switchApiStage(apiGateway, stage, to);
  };
}

/** Of the first probe, which is the API. */
function tallyApi(
  sights: readonly (readonly Sight[])[],
  whole: readonly [string, string],
): PairTally {
  return addTallies(sights.map(([api]) => tallyPairs(api?.answers ?? [], whole)));
}
