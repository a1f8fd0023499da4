import { formatJournal } from '../../../../stack/journal.ts';
import type { Pair } from '../../../../stack/pair.ts';
import type { Target } from '../../../../runner/traffic/target.ts';

/** A target as a release accepted it. */
export function makeTarget(
  name: string,
  pair: Pair,
  { before, release }: { readonly before: readonly Pair[]; readonly release: string },
): Target {
  const alias = (suffix: string, description: string) => ({
    functionName: 'greeting',
    name: `${name.toUpperCase()}${suffix}`,
    version: pair.version,
    description,
    revisionId: 'r',
    weights: {},
  });
  return {
    name,
    url: `http://example.test/${name}`,
    alias: alias('', formatJournal({ state: 'accepted', pair, before, by: 'release', release })),
    standby: alias('_STANDBY', ''),
    apiStage: {
      restApiId: 'api',
      name,
      deploymentId: pair.deployment,
      alias: name.toUpperCase(),
      isClosed: false,
      settings: { throttling: {}, logging: 'OFF', dataTrace: false, variables: {} },
      canary: undefined,
    },
  };
}
