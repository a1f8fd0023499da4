import { isSamePair } from '../../stack/pair.ts';
import { calledBy, goodPairs, pairOf, sharesOf, type Target } from './target.ts';

/** A target as the report shows it (`report/seen.ts`). */
export function seeTarget(target: Target) {
  const called = calledBy(target);
  const idle = called === target.alias ? target.standby : target.alias;
  const served = pairOf(target);
  const before = goodPairs(target).find((pair) => !isSamePair(pair, served));
  return {
    name: target.name,
    ...(target.region !== undefined && { region: target.region }),
    url: target.url,
    restApiId: target.apiStage.restApiId,
    apiStage: target.apiStage.name,
    alias: called.name,
    serves: served,
    shares: sharesOf(target).map(({ pair, percent }) => ({ ...pair, percent })),
    standby: { alias: idle.name, version: idle.version },
    ...(before && { before }),
  };
}
