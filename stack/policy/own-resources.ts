import { needsOfApiGateway } from './own/api-gateway.ts';
import { needsOfDynamoDb } from './own/dynamodb.ts';
import { needsOfIam } from './own/iam.ts';
import { needsOfLambda } from './own/lambda.ts';
import { needsOfMessages } from './own/messages.ts';
import type { NeedsByType, OwnResource } from './own/need.ts';
import { needsOfS3 } from './own/s3.ts';
import { needsOfSecrets } from './own/secrets.ts';
import { needsOfWatching } from './own/watching.ts';

/** Of what `infra/own.ts` makes, by type. */
export const needsOfOwn: NeedsByType = {
  ...needsOfApiGateway,
  ...needsOfDynamoDb,
  ...needsOfIam,
  ...needsOfLambda,
  ...needsOfMessages,
  ...needsOfS3,
  ...needsOfSecrets,
  ...needsOfWatching,
};

/** @returns the types of resources whose permissions nobody here knows, each once. */
export function unknownTypes(resources: readonly OwnResource[]): string[] {
  const types = resources.map(({ type }) => type).filter((type) => type.startsWith('aws:'));
  return [...new Set(types)].filter((type) => needsOfOwn[type] === undefined).sort();
}
