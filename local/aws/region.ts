import type { Activity } from './activity/activity.ts';
import type { Credentials } from './credentials.ts';
import type { AcmState } from './acm/state.ts';
import type { ApiGatewayState } from './apigateway/state.ts';
import type { BlobStore } from './blobs.ts';
import type { CloudWatchState } from './cloudwatch/state.ts';
import type { MetricStore } from './cloudwatch/metrics.ts';
import type { DynamoDbState } from './dynamodb/state.ts';
import type { TableStore } from './dynamodb/table-store.ts';
import type { IamState } from './iam/state.ts';
import type { LambdaState } from './lambda/state.ts';
import type { LambdaRuntime } from './lambda/runtime.ts';
import type { View } from './lag/view.ts';
import type { LogStore } from './logs/store.ts';
import type { S3State } from './s3/state.ts';
import type { SecretsManagerState } from './secretsmanager/state.ts';
import type { HealthChecks } from './route53/health.ts';
import type { Route53State } from './route53/state.ts';
import type { SsmState } from './ssm/state.ts';
import type { LogsState } from './logs/state.ts';

/** What is persisted of one account and region: plain JSON, one document. */
export interface RegionState {
  readonly lambda: LambdaState;
  readonly apigateway: ApiGatewayState;
  readonly iam: IamState;
  readonly logs: LogsState;
  readonly cloudwatch: CloudWatchState;
  readonly dynamodb: DynamoDbState;
  readonly ssm: SsmState;
  readonly secretsmanager: SecretsManagerState;
  readonly s3: S3State;
  readonly acm: AcmState;
  readonly route53: Route53State;
}

/** One account and region of the embedded AWS, as operations see it. */
export interface Region {
  /** Twelve digits. */
  readonly account: string;
  /** `eu-west-1`. */
  readonly region: string;
  /** Another region of the same account. */
  sibling(region: string): Region;
  /** `http://127.0.0.1:PORT`, no slash at the end. */
  readonly endpoint: string;
  /** Mutable: an operation that `writes` changes it in place, synchronously and after all its checks. */
  readonly state: RegionState;
  readonly blobs: BlobStore;
  readonly logs: LogStore;
  readonly metrics: MetricStore;
  readonly tables: TableStore;
  readonly runtime: LambdaRuntime;
  readonly credentials: Credentials;
  /** Of all accounts and regions of the server. */
  readonly activity: Activity;
  /** Of all accounts and regions of the server. */
  readonly health: HealthChecks;
  /** What the host knows by which requests are served here. */
  readonly dataPlane: View;
  /** What reads of aliases and stages see; what is written is checked against the state itself. */
  readonly controlPlane: View;
  /** How long changes of a function take to settle. */
  readonly timings: Timings;
  /** Every account and region of the server, this one too. */
  everywhere(): readonly Region[];
  /** Milliseconds since the epoch. */
  now(): number;
  /** Writes the state to disk now, for changes that no operation's answer waits for. */
  save(): Promise<void>;
}

export interface Timings {
  /** `Pending` after CreateFunction and PublishVersion, in milliseconds. */
  readonly pendingMs: number;
  /** `LastUpdateStatus: InProgress` after an update, in milliseconds. */
  readonly inProgressMs: number;
  /** How long provisioned concurrency is `IN_PROGRESS` at least, in milliseconds. */
  readonly allocationMs: number;
  /** How long a new role cannot be assumed by Lambda, in milliseconds; left out, it can at once. */
  readonly roleMs?: number;
  /** After how long without a call a version is `Inactive`, in milliseconds; left out, never. */
  readonly idleMs?: number;
}
