import { isTestedBefore } from '../stack/stack-file.ts';
import type { ReleaseContext } from './context.ts';
import type { RolloutPlan } from './steps/rollouts.ts';
import type { Pair } from '../stack/pair.ts';
import { hasAccepted, type Target } from './traffic/target.ts';
import { mustWait, type Reach } from './traffic/waiting.ts';

/** A release in one region, from when its candidate is there: the targets, as its steps left them last. */
export class Place {
  readonly context: ReleaseContext;
  readonly candidate: Pair;
  readonly rollouts: ReadonlyMap<string, RolloutPlan>;
  /** Names of the targets whose standby has the candidate. */
  readonly staged = new Set<string>();
  /** Those where it was green there. */
  readonly tested = new Set<string>();
  readonly #targets: Map<string, Target>;

  /** @param targets in the order of the settings. */
  constructor(
    context: ReleaseContext,
    candidate: Pair,
    rollouts: ReadonlyMap<string, RolloutPlan>,
    targets: readonly Target[],
  ) {
    this.context = context;
    this.candidate = candidate;
    this.rollouts = rollouts;
    this.#targets = new Map(targets.map((target) => [target.name, target]));
  }

  get targets(): readonly Target[] {
    return [...this.#targets.values()];
  }

  find(name: string): Target {
    const target = this.#targets.get(name);
    if (target === undefined) {
      throw new Error(`There is no target ${name} in ${this.context.settings.region}`);
    }
    return target;
  }

  /** The targets that come before one. */
  before(name: string): readonly Target[] {
    return this.targets.slice(0, this.#indexOf(name));
  }

  /** A target, and those that come after it. */
  from(name: string): readonly Target[] {
    return this.targets.slice(this.#indexOf(name));
  }

  /** Whether the release has to stop before a target. */
  mustWait(name: string, reach: Reach): boolean {
    return mustWait(this.find(name), this.candidate, this.context.settings, reach);
  }

  /** Whether the candidate is tested on a target's standby, before callers meet it. */
  isTestedFirst(target: Target): boolean {
    return (
      isTestedBefore(this.context.settings, target.name) && !hasAccepted(target, this.candidate)
    );
  }

  update(target: Target): void {
    this.#targets.set(target.name, target);
  }

  /** The same, but for its standby API stage, which another step may have changed meanwhile. */
  updateServing(target: Target): void {
    this.update({ ...target, standbyStage: this.find(target.name).standbyStage });
  }

  #indexOf(name: string): number {
    return [...this.#targets.keys()].indexOf(name);
  }
}
