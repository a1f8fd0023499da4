import type { Answers } from '../../aws/answers.ts';
import type { Clients } from '../../aws/clients.ts';
import type { Window } from '../../aws/metrics.ts';
import type { Writers } from '../writers.ts';
import type { Pair } from '../../../stack/pair.ts';
import type { Target } from '../target.ts';

export type ShiftingClients = Writers & Pick<Clients, 'cloudWatch'>;

/** A share of a target's requests that a release gives to its candidate. */
export interface Share {
  readonly candidate: Pair;
  /** Of the requests, above 0 and below 100. */
  readonly percent: number;
  /** Id of the release, for the journal. */
  readonly release: string;
}

/** How a share of a target's requests comes to a candidate; all of them is `promote`. */
export interface Shifting {
  /** `weights`, `canary`: for people. */
  readonly name: string;
  /** Why AWS cannot give this target shares of the candidate; undefined when it can. */
  refuse(target: Target, candidate: Pair): Promise<string | undefined>;
  /**
   * Lets the candidate serve a share, and says so in the journal.
   *
   * @param target as `makeWhole` or the share before left it.
   * @throws {ConflictError} when somebody else moved the target.
   */
  setShare(target: Target, share: Share): Promise<Target>;
  /** What CloudWatch counted of the candidate, and of what it replaces, while both serve. */
  measure(
    target: Target,
    candidate: Pair,
    window: Window,
  ): Promise<{ readonly candidate: Answers; readonly baseline: Answers }>;
}
