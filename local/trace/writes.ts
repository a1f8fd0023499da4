/** An alias got this value. */
export interface AliasWrite {
  readonly kind: 'alias';
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly name: string;
  readonly version: string;
  /** Additional version to its weight, 0 to 1. */
  readonly weights: Readonly<Record<string, number>>;
}

/** What requests to an API stage are answered by. */
export interface StageSide {
  readonly deployment: string;
  /** The alias that it calls; empty for none. */
  readonly alias: string;
}

/** An API stage got this value. */
export interface StageWrite extends StageSide {
  readonly kind: 'stage';
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly name: string;
  /** Answers a share of the requests, `percent` from 0 to 100. */
  readonly canary?: StageSide & { readonly percent: number };
  /** The stage is throttled to nothing: it answers nobody. */
  readonly isClosed: boolean;
}

/** An alias or an API stage was deleted. */
export interface Deletion {
  readonly kind: 'alias' | 'stage';
  readonly at: number;
  readonly name: string;
  readonly isDeleted: true;
}

export type Write = AliasWrite | StageWrite | Deletion;

/** How long a change may take to reach every host, in seconds. */
export interface Bounds {
  readonly alias: number;
  readonly stage: number;
}

/** A write in a few words: `alias PROD to 7`. */
export function describeWrite(write: Write): string {
  const named = `${write.kind} ${write.name}`;
  if ('isDeleted' in write) {
    return `${named} deleted`;
  }
  if (write.kind === 'alias') {
    const shares = Object.entries(write.weights).map(
      ([version, weight]) => ` and ${version} with ${String(weight)}`,
    );
    return `${named} to ${write.version}${shares.join('')}`;
  }
  const { deployment, alias, canary, isClosed } = write;
  const share =
    canary &&
    `, for ${String(canary.percent)} % to deployment ${canary.deployment} and alias ${canary.alias}`;
  return `${named} to deployment ${deployment} and alias ${alias}${share ?? ''}${isClosed ? ', closed' : ''}`;
}
