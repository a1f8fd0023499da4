import * as pulumi from '@pulumi/pulumi';
import { parseOutputs, type StackOutputs } from '../stack/outputs.ts';

const keys = [
  ...['functionName', 'functionArn', 'restApiId', 'deploymentId', 'definition', 'targets'],
  'regions',
];

/**
 * What the last `pulumi up` of this very stack gave out.
 *
 * @returns undefined before the first one, and where it was made by something else.
 */
export async function readPreviousOutputs(): Promise<StackOutputs | undefined> {
  const name = [pulumi.getOrganization(), pulumi.getProject(), pulumi.getStack()].join('/');
  const self = new pulumi.StackReference('previous', { name });
  const read = async (key: string): Promise<unknown> => {
    const details: { value?: unknown; secretValue?: unknown } = await self.getOutputDetails(key);
    // Of a secret that `own.ts` gives to `openapi.yaml` the engine makes the definition's hash one, too.
    return details.value ?? details.secretValue;
  };
  const values = await Promise.all(keys.map(async (key) => [key, await read(key)] as const));
  try {
    // An output that there is none of is left out, as the engine leaves it out of a plan's.
    return parseOutputs(Object.fromEntries(values.filter(([, value]) => value !== undefined)));
  } catch {
    return undefined;
  }
}
