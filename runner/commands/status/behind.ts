import { targetsWithApproval, type Settings } from '../../../stack/stack-file.ts';
import { labelOf } from '../../../stack/target-label.ts';
import { advise, npmRun, type Next } from '../../report/next.ts';
import { formatPair } from '../../../stack/pair.ts';
import type { Target } from '../../traffic/target.ts';
import { continueCommand, findWaiting, type Waiting } from '../../traffic/waiting.ts';

/** A target that does not serve what the one before it accepted. */
export interface Behind {
  /** What asks for approval; undefined where nobody has to approve. */
  readonly waiting: Waiting | undefined;
  readonly text: string;
  readonly next: Next;
}

/**
 * Finds a target that is behind the one before it, as far as targets are there: what a target that is still to be made
 * begins with is known when it is.
 *
 * @param targets of the settings that are there, in their order.
 */
export function findBehind(targets: readonly Target[], settings: Settings): Behind | undefined {
  const names = settings.program.targets.map(({ name }) => name);
  const end = names.findIndex((name, index) => targets[index]?.name !== name);
  const waiting = findWaiting(targets.slice(0, end === -1 ? undefined : end));
  return waiting && describeBehind(waiting, settings);
}

/**
 * Says why a target is behind. Only where its settings ask for approval something is known to wait: else a gate was
 * red there, somebody moved it, or `--until` stopped before it, and AWS does not tell which.
 */
function describeBehind(waiting: Waiting, settings: Settings): Behind {
  const { pair, target } = waiting;
  if (targetsWithApproval(settings).has(target.name)) {
    const text = `${formatPair(pair)} waits for approval before target ${labelOf(target)}`;
    return { waiting, text, next: advise(continueCommand) };
  }
  const names = settings.program.targets.map(({ name }) => name);
  const before = names[names.indexOf(target.name) - 1] ?? '';
  const on = labelOf({ name: before, region: target.region });
  const text = `${formatPair(pair)} is accepted on target ${on}, and not on target ${labelOf(target)}`;
  return { waiting: undefined, text, next: advise(npmRun('release')) };
}
