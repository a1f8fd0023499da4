import assert from 'node:assert/strict';
import { formatPair, type Pair } from '../../../../stack/pair.ts';
import type { StackOutputs } from '../../../../stack/outputs.ts';
import type { TargetSettings } from '../../../../stack/targets-settings.ts';
import { withBeta } from '../release/_beta.ts';
import type { TestStack } from '../release/_stack.ts';
import { changedFacets, type Facet } from './_by-hand.ts';
import {
  isSettled,
  servedBy,
  targetNames,
  type OfTargets,
  type Seen,
  type TargetName,
} from './_observation.ts';

/** What a release is started with, beside its settings. */
export interface Inputs {
  readonly greeting: string;
  /** What `pulumi up` gives out. */
  readonly deploymentId: string;
}

/** A target beside the two. */
interface Added {
  /** As the settings have it; undefined where they do not. */
  readonly settings: TargetSettings | undefined;
  /** The last `pulumi up` that ended knew it. */
  readonly isMade: boolean;
}

/** Why a target may be in the middle of something. */
type Excuse = 'none' | 'interrupted' | 'by hand';

/** How a command ended; without a status it was killed. */
export interface Ending {
  readonly status?: number;
  readonly message: string;
}

/** A target that somebody moved while a command ran. */
export interface Intrusion {
  readonly target: TargetName;
  /** What the person changed. */
  readonly facets: readonly Facet[];
  /** As the person left it. */
  readonly left: Seen;
  /** Whether the command had read the target before, and wrote no stage right afterwards. */
  readonly isToBeLeftAlone: boolean;
}

/** What may be true of a stack, from what was done to it. */
export class Expectations {
  /** What the next release is made of. */
  inputs: Inputs;
  added: Added = { settings: undefined, isMade: false };
  /** Greetings of handlers, oldest first. */
  readonly greetings: string[] = [];
  /** Every pair that a release made, oldest first. */
  readonly #made = new Map<string, Pair>();
  /** The pairs that passed every gate on `stage`. */
  readonly #gated = new Set<string>();
  /** The pairs that somebody else than a release let a target serve. */
  readonly #byHand: OfTargets<Set<string>>;
  /** Settings of API stages as somebody else than a release left them. */
  readonly #settingsByHand: OfTargets<Set<string>> = { stage: new Set(), prod: new Set() };
  #excuses: OfTargets<Excuse> = { stage: 'none', prod: 'none' };

  /** @param inputs of the stack before its first release. */
  constructor(inputs: Inputs) {
    this.inputs = inputs;
    const unreleased = ['$LATEST', '1'].map((version) =>
      formatPair({ version, deployment: inputs.deploymentId }),
    );
    this.#byHand = { stage: new Set(unreleased), prod: new Set(unreleased) };
  }

  #names = 0;

  /** Numbers what is made, so that nothing is made twice. */
  nextName(): number {
    this.#names += 1;
    return this.#names;
  }

  /** Chooses among the pairs that releases made; undefined when there is none yet. */
  pick(index: number): Pair | undefined {
    const pairs = [...this.#made.values()];
    return pairs[index % Math.max(1, pairs.length)];
  }

  noteMade(pair: Pair): void {
    this.#made.set(formatPair(pair), pair);
  }

  noteGated(pair: Pair): void {
    this.#gated.add(formatPair(pair));
  }

  noteByHand(target: TargetName, seen: Seen): void {
    servedBy(target, seen).forEach((pair) => this.#byHand[target].add(formatPair(pair)));
    this.#settingsByHand[target].add(JSON.stringify(seen.settings));
    this.#excuse(target, seen, 'by hand');
  }

  /** Whether releases are refused, as a target was taken out of the settings that is not retired. */
  get isToRetire(): boolean {
    return this.added.isMade && this.added.settings === undefined;
  }

  /** What the last `pulumi up` gave out. */
  outputsOf({ outputs }: TestStack): StackOutputs {
    const now = { ...outputs, deploymentId: this.inputs.deploymentId };
    return this.added.isMade ? withBeta(now) : now;
  }

  /** Whether both targets serve a pair in peace. */
  isReleased(targets: OfTargets<Seen>, pair: Pair): boolean {
    return targetNames.every((name) => {
      const [served] = servedBy(name, targets[name]);
      return (
        isSettled(name, targets[name]) &&
        served !== undefined &&
        formatPair(served) === formatPair(pair)
      );
    });
  }

  /** Whether a pair is gated, whole, or a person's doing. */
  readonly allows = (target: TargetName, pair: Pair): boolean => {
    const gated = target === 'stage' ? this.#made : this.#gated;
    return gated.has(formatPair(pair)) || this.#byHand[target].has(formatPair(pair));
  };

  /** What is served is allowed. */
  verifyServed(targets: OfTargets<Seen>): void {
    for (const name of targetNames) {
      for (const pair of servedBy(name, targets[name])) {
        assert.ok(
          this.allows(name, pair),
          `${name} serves ${formatPair(pair)}, which ${name === 'stage' ? 'no release made' : 'was never gated'}: ${describe(targets)}`,
        );
      }
    }
  }

  /** Whether a person left a target's API stage with these settings. */
  isSetByHand(target: TargetName, { settings }: Seen): boolean {
    return this.#settingsByHand[target].has(JSON.stringify(settings));
  }

  /**
   * A command that ended by itself leaves nothing in the middle of something, unless it was so
   * before and was not the command's to end.
   *
   * @param ends what the command has to bring to an end, if it was begun.
   * @param mayLeave what it may leave, having said so.
   */
  verifySettled(
    targets: OfTargets<Seen>,
    {
      ends,
      mayLeave,
    }: { readonly ends: readonly TargetName[]; readonly mayLeave: readonly TargetName[] },
  ): void {
    for (const name of targetNames) {
      const excuse = this.#excuses[name];
      const isAllowed =
        mayLeave.includes(name) ||
        excuse === 'by hand' ||
        (excuse === 'interrupted' && !ends.includes(name));
      assert.ok(
        isSettled(name, targets[name]) || isAllowed,
        `${name} is left in the middle: ${describe(targets)}`,
      );
    }
    this.noteLeft(targets);
  }

  /** What a command that was killed, or could not put back, left. */
  noteLeft(targets: OfTargets<Seen>): void {
    targetNames.forEach((name) => this.#excuse(name, targets[name], 'interrupted'));
  }

  verifyLeftAlone(targets: OfTargets<Seen>, intrusion: Intrusion): void {
    const { target, left, facets, isToBeLeftAlone } = intrusion;
    // Settings go with a deployment: what comes back brings its own.
    const overwritten = changedFacets(left, targets[target]).filter(
      (facet) => facet !== 'settings' && facets.includes(facet),
    );
    assert.ok(
      !isToBeLeftAlone || overwritten.length === 0,
      `${overwritten.join(', ')} of ${target} were moved by hand and overwritten: ${describe({ left, now: targets[target] })}`,
    );
  }

  #excuse(target: TargetName, seen: Seen, excuse: Excuse): void {
    const now = this.#excuses[target] === 'by hand' ? 'by hand' : excuse;
    this.#excuses = {
      ...this.#excuses,
      [target]: isSettled(target, seen) ? 'none' : now,
    };
  }
}

export function verifyUntouched(before: OfTargets<Seen>, after: OfTargets<Seen>): void {
  assert.deepEqual(after, before, 'the same inputs changed something');
}

export function verifyMessage({ message }: Ending): void {
  assert.match(message, /Next: \S.*$/s, `no next command in: ${message}`);
}

export function describe(seen: object): string {
  return JSON.stringify(seen, undefined, 1);
}
