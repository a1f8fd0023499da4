import { closeSync, openSync, writeSync } from 'node:fs';
import { loseOutput } from '../bootstrap/lost-output.mjs';
import { messageOf, UsageError } from '../errors.ts';
import type { Command } from './next.ts';
import type { TestTold } from './tests-told.ts';
import type { Judged, ServedPair, TargetSeen } from './seen.ts';

/** What happens in a release, in order; `--events FILE` writes each as a line of JSON. */
export type ReleaseEvent =
  | {
      readonly kind: 'release';
      readonly release: string;
      readonly stack: string;
      readonly dryRun: boolean;
    }
  | {
      readonly kind: 'rollback';
      readonly release: string;
      readonly stack: string;
      /** Name of the target. */
      readonly target: string;
    }
  | { readonly kind: 'note'; readonly text: string }
  /** What the checkout is at; left out where there is none. */
  | { readonly kind: 'source'; readonly commit?: string; readonly subject?: string }
  | {
      readonly kind: 'bundle';
      readonly bytes: number;
      readonly codeSha256: string;
      /** What it is made of, the largest first, where that is known. */
      readonly shares: readonly { readonly name: string; readonly bytes: number }[];
    }
  /** What a release promotes, or a rollback restores. */
  | ({
      readonly kind: 'candidate';
      readonly codeSha256?: string;
      /** Where it is called so, of a stack in several regions. */
      readonly region?: string;
    } & ServedPair)
  /** What provisioning will do to a resource, or would in a dry run. */
  | {
      readonly kind: 'resource';
      readonly operation: string;
      /** Of Pulumi, `aws:lambda/alias:Alias`. */
      readonly type: string;
      readonly name: string;
      /** That change, of an update. */
      readonly properties: readonly string[];
    }
  /** What the targets of the run serve. */
  | {
      readonly kind: 'targets';
      readonly when: 'before' | 'after';
      readonly targets: readonly TargetSeen[];
    }
  /** A wait for AWS that begins. */
  | { readonly kind: 'wait'; readonly what: string; readonly seconds: number }
  | {
      readonly kind: 'step-started';
      readonly step: string;
      readonly title: string;
      /** How long it may take, and what for; left out where nothing tells. */
      readonly atMost?: AtMost;
    }
  /** How far a step is: resources that are changed. */
  | {
      readonly kind: 'advance';
      readonly step: string;
      readonly done: number;
      readonly of: number;
      /** The last one, `Stage prod-stage`. */
      readonly what: string;
    }
  /** A test of a tier that runs. */
  | ({ readonly kind: 'test'; readonly step: string } & TestTold)
  | {
      readonly kind: 'step-ended';
      readonly step: string;
      readonly title: string;
      readonly outcome: StepOutcome;
      readonly durationMs: number;
      /** What came of it, in a few words. */
      readonly detail: string;
    }
  /** What a red tier printed, for the person who watches. */
  | { readonly kind: 'output'; readonly step: string; readonly text: string }
  /** A tier that has ended. */
  | {
      readonly kind: 'tier';
      readonly step: string;
      readonly tier: string;
      readonly command: string;
      readonly isGreen: boolean;
      readonly durationMs: number;
      /** The end of what it printed. */
      readonly output: string;
    }
  | ({ readonly kind: 'judged' } & Judged)
  /** Calls to AWS of the whole run, by operation. */
  | { readonly kind: 'calls'; readonly calls: readonly CallsOfOperation[] }
  | {
      readonly kind: 'ended';
      readonly outcome: string;
      readonly status: number;
      /** Why it failed. */
      readonly problem?: string;
      /** Names of the targets that were put back, of a run that failed. */
      readonly putBack?: readonly string[];
      /** What went wrong while putting back, of such a run. */
      readonly notPutBack?: readonly string[];
      /** Name of the target that waits for approval. */
      readonly waiting?: string;
      /** What approves it. */
      readonly approval?: Command;
    };

export interface CallsOfOperation {
  /** `Lambda` */
  readonly service: string;
  /** `UpdateAlias` */
  readonly operation: string;
  readonly calls: number;
  /** Requests beyond the first of a call, since one was throttled or lost. */
  readonly retries: number;
  /** Calls that ended with an error of AWS, some of which are expected: nothing of that name. */
  readonly refused: number;
}

export interface AtMost {
  readonly seconds: number;
  /** What is waited for: `its URL answers with 7@a1b2c3`. */
  readonly until: string;
}

export type StepOutcome = 'done' | 'planned' | 'failed';

export interface Reporter {
  report(event: ReleaseEvent): void;
  close(): void;
}

/**
 * Writes events to a file, each with the time in ISO 8601.
 *
 * @param tell is told once, where the file cannot be written any further: no run stops for that, but ends with 3.
 * @throws {UsageError} when the file cannot be written.
 */
export function openEventFile(file: string, tell: (text: string) => void): Reporter {
  const descriptor = open(file);
  let isCutShort = false;
  return {
    report(event) {
      if (isCutShort) {
        return;
      }
      try {
        writeSync(descriptor, `${JSON.stringify({ at: new Date().toISOString(), ...event })}\n`);
      } catch (error) {
        isCutShort = true;
        loseOutput(error as NodeJS.ErrnoException);
        tell(`The events file is cut short: ${messageOf(error)}`);
      }
    },
    close() {
      closeSync(descriptor);
    },
  };
}

function open(file: string): number {
  try {
    return openSync(file, 'w');
  } catch (error) {
    throw new UsageError(
      `The events file cannot be written: ${messageOf(error)}`,
      { text: 'name another file: --events FILE' },
      { cause: error },
    );
  }
}
