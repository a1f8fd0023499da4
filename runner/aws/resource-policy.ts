import { GetPolicyCommand, type LambdaClient } from '@aws-sdk/client-lambda';
import { z } from 'zod';
import { unlessMissing } from './aws-errors.ts';

const resourcePolicy = z.object({
  Statement: z.array(
    z.looseObject({
      Condition: z
        .object({ ArnLike: z.object({ 'AWS:SourceArn': z.string() }).partial() })
        .partial()
        .optional(),
    }),
  ),
});

/** Who may call one alias, as Lambda keeps it. */
export type ResourcePolicy = z.infer<typeof resourcePolicy>;

/** @returns no statements where nobody was permitted anything. */
export async function readPolicy(
  lambda: LambdaClient,
  functionName: string,
  alias: string,
): Promise<ResourcePolicy> {
  const get = new GetPolicyCommand({ FunctionName: functionName, Qualifier: alias });
  const answer = await unlessMissing(lambda.send(get));
  return answer === undefined
    ? { Statement: [] }
    : resourcePolicy.parse(JSON.parse(answer.Policy ?? ''));
}
