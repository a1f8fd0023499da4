import type { AwsRegion } from '../aws-region.ts';
import type { Properties } from '../properties.ts';
import { allTags, tagChanges } from '../tags.ts';

/** Brings the tags of something of API Gateway, named by the `arn` in its state, to what is asked for. */
export async function changeTags(
  region: AwsRegion,
  state: Properties,
  tags: Readonly<Record<string, string>> | undefined,
): Promise<void> {
  const { TagResourceCommand, UntagResourceCommand } = await import('@aws-sdk/client-api-gateway');
  const client = await region.apiGateway;
  const resourceArn = String(state.arn);
  const { set, removed } = tagChanges(state, allTags(region, tags));
  if (removed.length > 0) {
    await client.send(new UntagResourceCommand({ resourceArn, tagKeys: removed }));
  }
  if (Object.keys(set).length > 0) {
    await client.send(new TagResourceCommand({ resourceArn, tags: set }));
  }
}
