import { byName, type ByName } from '../by-name.ts';

export interface SecretsManagerState {
  /** By ARN. */
  readonly secrets: ByName<Secret>;
}

export interface Secret {
  arn: string;
  name: string;
  description?: string;
  kmsKeyId?: string;
  /** Milliseconds since the epoch, as all times here. */
  createdAt: number;
  changedAt: number;
  /** When it goes for good; left out, it is not deleted. */
  deletedAt?: number;
  tags: ByName<string>;
  /** Oldest first; those without a stage are forgotten. */
  versions: SecretVersion[];
}

export interface SecretVersion {
  id: string;
  createdAt: number;
  /** `AWSCURRENT`, `AWSPREVIOUS`, or the caller's own. */
  stages: string[];
  /** One of them. */
  text?: string;
  /** In base64. */
  binary?: string;
}

/** The state of a region without secrets. */
export function emptySecretsManagerState(): SecretsManagerState {
  return { secrets: byName() };
}
