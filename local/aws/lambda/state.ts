import { byName, type ByName } from '../by-name.ts';

/** The Lambda state of one account and region. Every value is plain JSON. */
export interface LambdaState {
  /** By function name. */
  readonly functions: ByName<FunctionState>;
}

export interface FunctionState {
  readonly name: string;
  latest: VersionState;
  /** Published versions by number. */
  versions: ByName<VersionState>;
  /** The number the next published version gets; never used twice. */
  nextVersion: number;
  /** The version published from `latest` as it is now; absent since the last update call (trap D6). */
  publishedFromLatest?: string;
  /** By alias name. */
  aliases: ByName<AliasState>;
  /** By the qualifier the statements are for; `$LATEST` for the bare function. */
  policies: ByName<PolicyStatement[]>;
  /** Of each policy, by the same qualifiers; absent in state of earlier programs. */
  policyRevisions?: ByName<string>;
  reservedConcurrency?: number;
  /** By alias name or version number. */
  provisionedConcurrency: ByName<ProvisionedConcurrency>;
  tags: ByName<string>;
}

/** `$LATEST` or a published version: code and configuration together. */
export interface VersionState {
  /** `$LATEST` or a number: `7`. */
  readonly version: string;
  readonly configuration: FunctionConfiguration;
  readonly code: Code;
  /** Milliseconds since the epoch. */
  readonly modifiedAt: number;
  readonly change: 'create' | 'update';
  /** When `Pending` or `InProgress` ends, in milliseconds since the epoch. */
  readonly settlesAt: number;
  /** `RevisionId` until `settlesAt`; of a published version the same as after. */
  changingRevisionId: string;
  /** `RevisionId` from `settlesAt` on [inf, trap D7]. */
  revisionId: string;
  /** When its runtime is updated; absent for AWS's default. */
  runtimeUpdates?: RuntimeUpdates;
  /** What `$LATEST` was before this update; it serves until the update has settled. */
  former?: VersionState;
}

export interface RuntimeUpdates {
  readonly on: 'Auto' | 'FunctionUpdate' | 'Manual';
  /** Of the version of the runtime, where that is chosen by hand. */
  readonly arn?: string;
}

export interface FunctionConfiguration {
  readonly description: string;
  readonly runtime: string;
  readonly role: string;
  readonly handler: string;
  /** Seconds. */
  readonly timeout: number;
  /** MiB. */
  readonly memorySize: number;
  /** Absent when it was never given; given without variables, it is empty. */
  readonly environment?: ByName<string>;
  readonly tracingMode: 'Active' | 'PassThrough';
  readonly architecture: 'x86_64' | 'arm64';
  /** MiB of `/tmp`. */
  readonly ephemeralStorage: number;
  readonly deadLetterTarget?: string;
  /** ARN of the key that encrypts the environment; absent for AWS's own. */
  readonly kmsKey?: string;
  /** ARNs of layer versions; absent when there are none. */
  readonly layers?: readonly string[];
  /** Absent when it was never given; given without subnets, it is empty. */
  readonly vpc?: VpcConfiguration;
  readonly logging: LoggingConfiguration;
}

export interface VpcConfiguration {
  readonly subnetIds: readonly string[];
  readonly securityGroupIds: readonly string[];
  readonly ipv6: boolean;
}

export interface LoggingConfiguration {
  readonly format: 'Text' | 'JSON';
  readonly group: string;
  /** Only with the format `JSON`. */
  readonly applicationLevel?: string;
  readonly systemLevel?: string;
}

export interface Code {
  /** Of the zip, in hex: its name in the blob store. */
  readonly sha: string;
  /** Bytes of the zip. */
  readonly size: number;
}

export interface AliasState {
  readonly name: string;
  functionVersion: string;
  description: string;
  /** Additional version to its weight, 0 to 1; at most one. */
  weights: ByName<number>;
  revisionId: string;
}

export interface ProvisionedConcurrency {
  readonly requested: number;
  /** When it was last allocated or its alias moved, in milliseconds since the epoch. */
  readonly changedAt: number;
  /** What loading the code came to; absent until that is known. */
  outcome?: 'READY' | 'FAILED';
  /** The version that serves the alias until its other one is allocated. */
  readonly movingFrom?: string;
}

/** A statement of a resource policy, in the form GetPolicy shows it. */
export interface PolicyStatement {
  readonly Sid: string;
  readonly Effect: 'Allow';
  readonly Principal: string | Record<string, string>;
  readonly Action: string;
  readonly Resource: string;
  readonly Condition?: Record<string, Record<string, string>>;
}

/** The state of an account and region in which no function was ever created. */
export function emptyLambdaState(): LambdaState {
  return { functions: byName() };
}
