import { z } from 'zod';
import type { AwsRegion } from '../aws-region.ts';
import { isSameFunction } from '../equality.ts';
import { ProviderError, unlessMissing } from '../errors.ts';
import { defineResource, type Live } from '../resource.ts';
import type { Properties } from '../properties.ts';
import { poll } from '../settling.ts';

const weightsTimeoutMs = 15 * 60_000;

const schema = z.strictObject({
  description: z.string().optional(),
  functionName: z.string(),
  functionVersion: z.string(),
  name: z.string().optional(),
  region: z.string().optional(),
  routingConfig: z
    .strictObject({ additionalVersionWeights: z.record(z.string(), z.number()).optional() })
    .optional(),
});

type Inputs = z.output<typeof schema>;

/**
 * `aws:lambda/alias:Alias`. An update sends description, version and weights whatever of them changed
 * (the weights empty when unset), as the official provider does: with a version in state that a release
 * has moved on from, it moves the alias back (trap D1).
 */
export const alias = defineResource({
  title: 'Lambda alias',
  schema,
  autoName: { property: 'name', maxLength: 128 },
  outputs: ['arn', 'invokeArn'],
  replaceOn: ['functionName', 'name', 'region'],
  chosenByAws: ['region'],
  equivalent: { functionName: isSameFunction },

  async create(region, inputs) {
    const { CreateAliasCommand } = await import('@aws-sdk/client-lambda');
    const client = await region.lambda;
    const key = { FunctionName: inputs.functionName, Name: nameOf(inputs) };
    const made = await client.send(new CreateAliasCommand({ ...key, ...settingsOf(inputs) }));
    return made.AliasArn ?? nameOf(inputs);
  },

  async read(region, id, known): Promise<Live | undefined> {
    const live = await find(region, keyOf(id, known));
    if (live?.AliasArn === undefined) {
      return undefined;
    }
    const weights = live.RoutingConfig?.AdditionalVersionWeights;
    return {
      id: live.AliasArn,
      properties: {
        arn: live.AliasArn,
        description: live.Description ?? '',
        functionName: keyOf(id, known).FunctionName,
        functionVersion: live.FunctionVersion,
        invokeArn: region.invokeArn(live.AliasArn),
        name: live.Name,
        ...(weights !== undefined &&
          Object.keys(weights).length > 0 && {
            routingConfig: { additionalVersionWeights: weights },
          }),
      },
    };
  },

  async update(region, _id, { inputs }) {
    const { UpdateAliasCommand } = await import('@aws-sdk/client-lambda');
    const client = await region.lambda;
    const key = { FunctionName: inputs.functionName, Name: nameOf(inputs) };
    await client.send(new UpdateAliasCommand({ ...key, ...settingsOf(inputs) }));
    if (hasWeights(inputs.routingConfig?.additionalVersionWeights)) {
      return;
    }
    await poll(
      async () => {
        const live = await find(region, key);
        return hasWeights(live?.RoutingConfig?.AdditionalVersionWeights) ? undefined : true;
      },
      'its routing weights to clear',
      weightsTimeoutMs,
      region.signal,
    );
  },

  async delete(region, id, state) {
    const { DeleteAliasCommand } = await import('@aws-sdk/client-lambda');
    const client = await region.lambda;
    await unlessMissing(client.send(new DeleteAliasCommand(keyOf(id, state))));
  },
});

async function find(region: AwsRegion, key: { FunctionName: string; Name: string }) {
  const { GetAliasCommand } = await import('@aws-sdk/client-lambda');
  const client = await region.lambda;
  return unlessMissing(client.send(new GetAliasCommand(key)));
}

function settingsOf({ description, functionVersion, routingConfig }: Inputs) {
  return {
    Description: description ?? '',
    FunctionVersion: functionVersion,
    RoutingConfig: { AdditionalVersionWeights: routingConfig?.additionalVersionWeights ?? {} },
  };
}

function hasWeights(weights: Readonly<Record<string, number>> | undefined): boolean {
  return weights !== undefined && Object.keys(weights).length > 0;
}

function nameOf({ name }: Inputs): string {
  if (name === undefined) {
    throw new ProviderError('it has no name');
  }
  return name;
}

// An id is the alias's ARN; an import can begin with FUNCTION/ALIAS or FUNCTION:ALIAS.
function keyOf(id: string, known: Properties): { FunctionName: string; Name: string } {
  const { functionName, name } = known;
  if (typeof functionName === 'string' && typeof name === 'string') {
    return { FunctionName: functionName, Name: name };
  }
  const [, fromId, alias] = /^(?:arn:.*:function:)?([\w-]+)[/:]([\w-]+)$/.exec(id) ?? [];
  if (fromId === undefined || alias === undefined) {
    throw new ProviderError(`"${id}" is not an alias's id: expected FUNCTION_NAME/ALIAS`);
  }
  return { FunctionName: fromId, Name: alias };
}
