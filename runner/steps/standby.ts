import { standbyStageOf } from '../../stack/names.ts';
import { findThrottling } from '../../stack/stack-file.ts';
import type { ReleaseContext } from '../context.ts';
import { EnvironmentError } from '../errors.ts';
import { advise, npmRun } from '../report/next.ts';
import type { Step } from '../steps.ts';
import { formatPair, type Pair } from '../../stack/pair.ts';
import { stageCandidate } from '../traffic/staging.ts';
import type { Target } from '../traffic/target.ts';

/** Lets the standby of a target take the candidate, where its callers do not meet it. */
export function stageOnStandby(
  { writers, settings, id }: Pick<ReleaseContext, 'writers' | 'settings' | 'id'>,
  target: Target,
  candidate: Pair,
): Step<Target> {
  const { name, apiStage, standbyStage } = target;
  const where = standbyStageOf(apiStage.name);
  return {
    id: `standby-${name}`,
    title: `stage on the standby of ${name}`,
    async run() {
      if (standbyStage === undefined) {
        throw new EnvironmentError(
          `Target ${name} is to be tested before its callers meet a candidate, and has no API stage ${where} for that`,
          advise(npmRun('release'), 'let Pulumi make it'),
          { resource: `target ${name}` },
        );
      }
      const throttling = findThrottling(settings, name);
      return stageCandidate(writers, target, candidate, { throttling, release: id });
    },
    detail: () => `${formatPair(candidate)} on API stage ${where}`,
    planned: { result: target, detail: `would stage it on API stage ${where}` },
  };
}
