import { GetRestApiCommand } from '@aws-sdk/client-api-gateway';
import {
  ListTagsForResourceCommand,
  paginateDescribeLogGroups,
} from '@aws-sdk/client-cloudwatch-logs';
import { GetFunctionCommand } from '@aws-sdk/client-lambda';
import { z } from 'zod';
import { executionLogGroup, functionLogGroup } from '../../stack/names.ts';
import { carries } from '../../stack/stack-tag.ts';
import { TakenNameError, unlessMissing, type Found, type Planned, type Search } from './planned.ts';

const logGroupInputs = z.object({ name: z.string() });

/** @throws {TakenNameError} when the log group is not this stack's, by its tag or by what writes to it. */
export async function findLogGroup(
  search: Search,
  { inputs }: Planned,
): Promise<Found | undefined> {
  const planned = logGroupInputs.safeParse(inputs);
  if (!planned.success) {
    return undefined;
  }
  const { name } = planned.data;
  const arn = await findArn(search, name);
  if (arn === undefined) {
    return undefined;
  }
  const { logs, tag } = search;
  const { tags } = await logs.send(new ListTagsForResourceCommand({ resourceArn: arn }));
  if (!carries(tags, tag) && !carries(await tagsOfWriter(search, name), tag)) {
    throw new TakenNameError(
      `log group ${name}`,
      tag,
      `aws logs tag-resource --resource-arn ${arn} --tags ${tag.key}=${tag.value}`,
    );
  }
  return { id: name };
}

async function findArn({ logs }: Search, name: string): Promise<string | undefined> {
  const pages = paginateDescribeLogGroups({ client: logs }, { logGroupNamePrefix: name });
  for await (const { logGroups = [] } of pages) {
    const arn = logGroups.find(({ logGroupName }) => logGroupName === name)?.arn;
    if (arn !== undefined) {
      return arn.replace(/:\*$/, '');
    }
  }
  return undefined;
}

/** Lambda and API Gateway make the groups that they log to, without tags, where there are none (trap D16). */
async function tagsOfWriter(
  { lambda, apiGateway }: Search,
  name: string,
): Promise<Readonly<Record<string, string>> | undefined> {
  const FunctionName = suffixOf(name, functionLogGroup(''));
  if (FunctionName !== undefined) {
    const live = await unlessMissing(lambda.send(new GetFunctionCommand({ FunctionName })));
    return live?.Tags;
  }
  const [restApiId] = suffixOf(name, executionLogGroup('', '').replace('/', ''))?.split('/') ?? [];
  if (restApiId !== undefined) {
    const live = await unlessMissing(apiGateway.send(new GetRestApiCommand({ restApiId })));
    return live?.tags;
  }
  return undefined;
}

function suffixOf(name: string, prefix: string): string | undefined {
  return name.startsWith(prefix) ? name.slice(prefix.length) : undefined;
}
