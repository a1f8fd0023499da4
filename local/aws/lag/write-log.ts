import type { Stage } from '../apigateway/state.ts';
import { byName } from '../by-name.ts';
import { admitsNothing } from '../execute-api/throttle.ts';
import type { Region } from '../region.ts';
import type { Change } from './resources.ts';

interface RecordedBase {
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly account: string;
  readonly region: string;
  readonly name: string;
}

export interface RecordedAliasWrite extends RecordedBase {
  readonly kind: 'alias';
  readonly functionName: string;
  /** Null when the alias was deleted. */
  readonly value: {
    readonly version: string;
    /** Additional version to its weight, 0 to 1. */
    readonly weights: Readonly<Record<string, number>>;
  } | null;
}

export interface RecordedStageWrite extends RecordedBase {
  readonly kind: 'stage';
  readonly restApiId: string;
  /** Null when the stage was deleted. */
  readonly value: {
    readonly deploymentId: string;
    readonly variables: Readonly<Record<string, string>>;
    readonly canary?: {
      /** 0 to 100. */
      readonly percent: number;
      readonly deploymentId: string;
      /** The stage's, with the canary's own over them. */
      readonly variables: Readonly<Record<string, string>>;
    };
    /** It is throttled to nothing, and answers nobody. */
    readonly isClosed: boolean;
  } | null;
}

/** What a write made of an alias or an API stage, of what decides who answers a request. */
export type RecordedWrite = RecordedAliasWrite | RecordedStageWrite;

const capacity = 10_000;

/** The last 10,000 writes that changed what aliases and API stages serve. */
export class WriteLog {
  #writes: RecordedWrite[] = [];
  #isWhole = true;
  /** The value last written, by its resource. */
  readonly #last = new Map<string, string>();

  /**
   * A write that leaves what is served as it was, as of a description, is none.
   *
   * @param at milliseconds since the epoch
   */
  record(region: Region, change: Change, at: number): void {
    const write = recordedWrite(region, change, at);
    if (write === undefined) {
      return;
    }
    const key = [region.account, region.region, change.kind, change.owner, change.name].join(' ');
    const value = JSON.stringify(write.value);
    if (value === (this.#last.get(key) ?? 'null')) {
      return;
    }
    this.#last.set(key, value);
    this.#writes.push(write);
    if (this.#writes.length >= 2 * capacity) {
      this.#writes = this.#writes.slice(-capacity);
      this.#isWhole = false;
    }
  }

  /** In the order in which they were made; of what was there before the log began, first what it was. */
  list(): readonly RecordedWrite[] {
    return this.#writes.slice(-capacity);
  }

  /** False when there were more writes than it keeps. */
  get isWhole(): boolean {
    return this.#isWhole && this.#writes.length <= capacity;
  }

  clear(): void {
    this.#writes = [];
    this.#isWhole = true;
    this.#last.clear();
  }
}

function recordedWrite(
  region: Pick<Region, 'account' | 'region'>,
  change: Change,
  at: number,
): RecordedWrite | undefined {
  const { owner, name } = change;
  const base = { at, account: region.account, region: region.region, name };
  switch (change.kind) {
    case 'alias': {
      const { value } = change;
      const served = value && { version: value.functionVersion, weights: value.weights };
      return { kind: 'alias', ...base, functionName: owner, value: served ?? null };
    }
    case 'stage': {
      const served = change.value && servedBy(change.value.stage);
      return { kind: 'stage', ...base, restApiId: owner, value: served ?? null };
    }
    case 'permission':
      return undefined;
  }
}

function servedBy(stage: Stage): NonNullable<RecordedStageWrite['value']> {
  const { deploymentId, variables, canarySettings: canary } = stage;
  return {
    deploymentId,
    variables,
    ...(canary && {
      canary: {
        percent: canary.percentTraffic,
        deploymentId: canary.deploymentId,
        variables: byName(variables, canary.stageVariableOverrides),
      },
    }),
    isClosed: isClosed(stage),
  };
}

/** Every method is throttled to nothing: those with settings of their own, and all others. */
function isClosed({ methodSettings }: Stage): boolean {
  return methodSettings['*/*'] !== undefined && Object.values(methodSettings).every(admitsNothing);
}
