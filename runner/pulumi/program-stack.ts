import type { StackOutputs } from '../../stack/outputs.ts';
import type { Retired } from '../../stack/taken-away.ts';
import type { Leftovers } from './adopted-state.ts';
import type { PlannedChange } from './engine-log.ts';

export interface Provisioned {
  readonly outputs: StackOutputs;
  /** How many resources were created, updated, replaced or deleted. */
  readonly changes: number;
}

/** What `pulumi up` would do. */
export interface Plan {
  readonly changes: readonly PlannedChange[];
  /** What it would give out; undefined where that is not known before it is done. */
  readonly outputs: StackOutputs | undefined;
  /** What the last one gave out; undefined before the first. */
  readonly previous: StackOutputs | undefined;
  /** What people should know of it, a line each. */
  readonly warnings: readonly string[];
}

/** One stack of the Pulumi program. A start of the Pulumi CLI takes 0.4 s, so they are few. */
export interface ProgramStack {
  readonly name: string;
  /**
   * `pulumi up` with the program in this process, after looking at what AWS has now.
   *
   * @param onChanged told each resource that is changed.
   */
  up(signal: AbortSignal, onChanged?: (change: PlannedChange) => void): Promise<Provisioned>;
  /**
   * The first `pulumi up` of a stack that is made for it, in one start of the CLI with its preview.
   *
   * @param agree is told what it would change before anything is changed.
   * @returns undefined where nothing was changed: `agree` said no, or the stack is there already, or it is not for this
   *   tool to make it, or the CLI is too old.
   */
  begin(
    signal: AbortSignal,
    agree: (plan: Plan) => Promise<boolean>,
    onChanged?: (change: PlannedChange) => void,
  ): Promise<Provisioned | undefined>;
  /**
   * `pulumi preview`: what `up` would change, compared with what AWS has now instead of what Pulumi
   * last saw there.
   */
  preview(signal: AbortSignal): Promise<Plan>;
  /**
   * What earlier runs left, by the last preview: what it would create and is there already, made by this
   * stack; and what is half made.
   *
   * @throws {UsageError} when a name is taken by what is not this stack's.
   */
  findLeftovers(): Promise<Leftovers>;
  /** Writes them into Pulumi's state. They are read anew by the next preview, or `up`. */
  takeOver(leftovers: Leftovers): Promise<void>;
  /**
   * `pulumi up`, which may take away what is not in the settings any more: a target, the domain of one, or a region.
   *
   * @param name of the target that goes, or that is called by the domain; of the region.
   * @param which of them goes.
   */
  retire(name: string, which: keyof Retired, signal: AbortSignal): Promise<Provisioned>;
  /**
   * A setting of the stack's file, decrypted.
   *
   * @param key without the project's name.
   */
  setting(key: string): Promise<unknown>;
  /** As the last `up` left them. @returns undefined before the first one. */
  outputs(): Promise<StackOutputs | undefined>;
  /** `pulumi destroy`. @returns how many resources Pulumi's state had. */
  destroy(signal: AbortSignal): Promise<number>;
}
