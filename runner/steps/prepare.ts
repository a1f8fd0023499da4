import type { ReleaseContext } from '../context.ts';
import type { Step } from '../steps.ts';
import type { Pair } from '../../stack/pair.ts';
import { prepareStandby } from '../traffic/staging.ts';
import type { Target } from '../traffic/target.ts';

/**
 * Lets the standby alias of a target take the candidate's version while the gates before it run, so that
 * every host knows it when the target's turn comes. Nobody is answered with it.
 */
export function prepare(
  { writers }: Pick<ReleaseContext, 'writers'>,
  target: Target,
  candidate: Pair,
): Step<Target> {
  const { name, standby } = target;
  return {
    id: `prepare-${name}`,
    title: `prepare the standby of ${name}`,
    run: () => prepareStandby(writers, target, candidate),
    detail: (prepared) =>
      prepared === target
        ? `${standby.name} stays`
        : `${standby.name} takes version ${candidate.version}`,
    planned: { result: target, detail: `${standby.name} would take version ${candidate.version}` },
  };
}
