import type { Region } from '../region.ts';
import { invalidRequest, resourceNotFound } from './errors.ts';
import type { Secret, SecretVersion } from './state.ts';

export const currentStage = 'AWSCURRENT';

/**
 * A secret by its name, its ARN, or that without the six characters at its end.
 *
 * @throws {AwsError} `ResourceNotFoundException` 400
 */
export function requireSecret(region: Region, nameOrArn: string): Secret {
  forgetDeleted(region);
  const found = Object.values(region.state.secretsmanager.secrets).find(
    ({ name, arn }) =>
      name === nameOrArn || arn === nameOrArn || arn.replace(/-\w{6}$/, '') === nameOrArn,
  );
  if (found === undefined) {
    throw resourceNotFound("Secrets Manager can't find the specified secret.");
  }
  return found;
}

/** @throws {AwsError} `InvalidRequestException` 400 also when it waits for its end */
export function requireLiveSecret(region: Region, nameOrArn: string): Secret {
  const secret = requireSecret(region, nameOrArn);
  if (secret.deletedAt !== undefined) {
    throw invalidRequest(
      "You can't perform this operation on the secret because it was marked for deletion.",
    );
  }
  return secret;
}

/**
 * A version by its id, by a stage, or by both; the current one by neither.
 *
 * @throws {AwsError} `ResourceNotFoundException` 400
 */
export function requireVersion(
  { versions }: Secret,
  id: string | undefined,
  stage = id === undefined ? currentStage : undefined,
): SecretVersion {
  const found = versions.find(
    (version) =>
      (id === undefined || version.id === id) &&
      (stage === undefined || version.stages.includes(stage)),
  );
  if (found === undefined) {
    throw resourceNotFound(
      `Secrets Manager can't find the specified secret value for ${id === undefined ? `staging label: ${stage ?? ''}` : `VersionId: ${id}`}`,
    );
  }
  return found;
}

/** Forgets secrets whose time to come back is over. */
export function forgetDeleted(region: Region): void {
  const { secrets } = region.state.secretsmanager;
  for (const { arn, deletedAt } of Object.values(secrets)) {
    if (deletedAt !== undefined && deletedAt <= region.now()) {
      Reflect.deleteProperty(secrets, arn);
    }
  }
}
