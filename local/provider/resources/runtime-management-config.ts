import { z } from 'zod';
import { ProviderError, unlessMissing } from '../errors.ts';
import type { AwsRegion } from '../aws-region.ts';
import type { Properties } from '../properties.ts';
import { defineResource, type Live } from '../resource.ts';

const schema = z.strictObject({
  functionName: z.string(),
  qualifier: z.string().optional(),
  region: z.string().optional(),
  runtimeVersionArn: z.string().optional(),
  updateRuntimeOn: z.enum(['Auto', 'FunctionUpdate', 'Manual']).optional(),
});

/** `aws:lambda/runtimeManagementConfig:RuntimeManagementConfig`: when a runtime is updated. */
export const runtimeManagementConfig = defineResource({
  title: 'Lambda runtime management configuration',
  schema,
  outputs: ['functionArn'],
  replaceOn: ['functionName', 'qualifier', 'region'],
  chosenByAws: ['region'],

  async create(region, inputs) {
    await put(region, inputs);
    return `${inputs.functionName},${inputs.qualifier ?? '$LATEST'}`;
  },

  async read(region, id, known): Promise<Live | undefined> {
    const { GetRuntimeManagementConfigCommand } = await import('@aws-sdk/client-lambda');
    const client = await region.lambda;
    const { functionName, qualifier } = keyOf(id);
    const live = await unlessMissing(
      client.send(
        new GetRuntimeManagementConfigCommand({ FunctionName: functionName, Qualifier: qualifier }),
      ),
    );
    return (
      live && {
        id,
        properties: {
          functionName,
          functionArn: live.FunctionArn,
          ...(known.qualifier !== undefined && { qualifier }),
          updateRuntimeOn: live.UpdateRuntimeOn,
          ...(live.RuntimeVersionArn !== undefined && {
            runtimeVersionArn: live.RuntimeVersionArn,
          }),
        } satisfies Properties,
      }
    );
  },

  update: (region, _id, { inputs }) => put(region, inputs),

  /** Back to AWS's default. */
  async delete(region, id) {
    const { functionName, qualifier } = keyOf(id);
    await unlessMissing(put(region, { functionName, qualifier, updateRuntimeOn: 'Auto' }));
  },
});

async function put(
  region: AwsRegion,
  { functionName, qualifier, updateRuntimeOn, runtimeVersionArn }: z.output<typeof schema>,
): Promise<void> {
  const { PutRuntimeManagementConfigCommand } = await import('@aws-sdk/client-lambda');
  const client = await region.lambda;
  await client.send(
    new PutRuntimeManagementConfigCommand({
      FunctionName: functionName,
      Qualifier: qualifier,
      UpdateRuntimeOn: updateRuntimeOn,
      RuntimeVersionArn: runtimeVersionArn,
    }),
  );
}

function keyOf(id: string): { readonly functionName: string; readonly qualifier: string } {
  const [functionName, qualifier] = id.split(',');
  if (functionName === undefined || qualifier === undefined) {
    throw new ProviderError(
      `"${id}" is not the id of a runtime management configuration: expected FUNCTION,QUALIFIER`,
    );
  }
  return { functionName, qualifier };
}
