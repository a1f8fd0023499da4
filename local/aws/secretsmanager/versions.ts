import { currentStage } from './lookup.ts';
import { resourceExists } from './errors.ts';
import type { Secret, SecretVersion } from './state.ts';

const previousStage = 'AWSPREVIOUS';

/**
 * Adds a version to a secret, and moves the stages to it: what was current is the previous one then.
 *
 * @throws {AwsError} `ResourceExistsException` 400 when the id is there with another value
 */
export function addVersion(secret: Secret, version: SecretVersion): SecretVersion {
  const same = secret.versions.find(({ id }) => id === version.id);
  if (same !== undefined) {
    if (same.text !== version.text || same.binary !== version.binary) {
      throw resourceExists(
        `A resource with the ID ${version.id} you requested already exists with different content.`,
      );
    }
    return same;
  }
  const isCurrent = version.stages.includes(currentStage);
  const moved = isCurrent ? [...version.stages, previousStage] : version.stages;
  for (const each of secret.versions) {
    const wasCurrent = each.stages.includes(currentStage);
    each.stages = each.stages.filter((stage) => !moved.includes(stage));
    if (isCurrent && wasCurrent) {
      each.stages.push(previousStage);
    }
  }
  secret.versions = [...secret.versions.filter(({ stages }) => stages.length > 0), version];
  return version;
}

/** `{ ID: [stage, …] }` */
export function stagesView({ versions }: Secret): Record<string, readonly string[]> {
  return Object.fromEntries(versions.map(({ id, stages }) => [id, stages]));
}
