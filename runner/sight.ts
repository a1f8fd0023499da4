import type { LiveOutputs } from '../stack/outputs.ts';
import type { NamedTarget } from '../stack/target-label.ts';
import { isPassing } from './aws/aws-errors.ts';
import type { Readers } from './aws/last-answers.ts';
import { findOutputs } from './aws/outputs.ts';
import type { ReleaseContext } from './context.ts';
import { readTarget, type Target } from './traffic/target.ts';

type Context = Pick<ReleaseContext, 'clients' | 'lastKnown' | 'openProgram' | 'settings'>;

/** Of which targets a run wants to know. */
export interface Watched {
  /** Their names; undefined for all. */
  readonly targets: readonly string[] | undefined;
  /** Where the stack's things are, once that is known. */
  readonly outputs?: LiveOutputs;
}

/** A target in a state that is none, as somebody deleted an alias of it. */
export interface Broken extends NamedTarget {
  readonly error: unknown;
}

/** What the targets of a run serve, as far as it is known. */
export type Sight =
  | {
      readonly kind: 'now';
      readonly targets: readonly Target[];
      readonly broken: readonly Broken[];
    }
  | { readonly kind: 'last known'; readonly targets: readonly Target[]; readonly error: unknown }
  | { readonly kind: 'unknown'; readonly error: unknown }
  /** Nothing is provisioned. */
  | { readonly kind: 'nothing' };

/** Reads what targets serve, and falls back on what AWS told last. It does not throw. */
export async function look(context: Context, watched: Watched): Promise<Sight> {
  try {
    const read = await readEach(context, context.clients, watched);
    const passing = read?.broken.find(({ error }) => isPassing(error));
    if (passing !== undefined) {
      throw passing.error;
    }
    return read === undefined ? { kind: 'nothing' } : { kind: 'now', ...read };
  } catch (error) {
    const targets = await recall(context, watched);
    return targets.length === 0
      ? { kind: 'unknown', error }
      : { kind: 'last known', targets, error };
  }
}

/** What targets served when the run last heard of them; none where it did not. It asks nobody, and does not throw. */
export async function recall(context: Context, watched: Watched): Promise<readonly Target[]> {
  const read = await readEach(context, context.lastKnown, watched).catch(() => undefined);
  return read?.targets ?? [];
}

/**
 * Reads each target by itself: what somebody did to one says nothing of the others.
 *
 * @returns undefined when nothing is provisioned.
 */
async function readEach(
  { openProgram, settings }: Context,
  readers: Readers,
  { targets: wanted, outputs: known }: Watched,
): Promise<
  { readonly targets: readonly Target[]; readonly broken: readonly Broken[] } | undefined
> {
  // Pulumi knows also what is called otherwise in the settings by now.
  const outputs =
    known ?? (await findOutputs(readers, settings)) ?? (await (await openProgram()).outputs());
  if (outputs === undefined) {
    return undefined;
  }
  // In the order of the settings, and then those that are not in them any more.
  const configured = settings.program.targets.map(({ name }) => name);
  const all = new Set([...configured, ...Object.keys(outputs.targets)]);
  const provisioned = [...all].filter((name) => outputs.targets[name] !== undefined);
  const region = 'region' in outputs ? outputs.region : undefined;
  const targets: Target[] = [];
  const broken: Broken[] = [];
  const names = wanted ?? provisioned;
  const read = await Promise.allSettled(names.map((name) => readTarget(readers, outputs, name)));
  for (const [index, result] of read.entries()) {
    if (result.status === 'fulfilled') {
      targets.push(result.value);
    } else {
      const error: unknown = result.reason;
      broken.push({ name: names[index] ?? '', region, error });
    }
  }
  return { targets, broken };
}
