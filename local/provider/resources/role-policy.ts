import { z } from 'zod';
import type { AwsRegion } from '../aws-region.ts';
import { isSameJson } from '../equality.ts';
import { ProviderError, unlessMissing } from '../errors.ts';
import type { Properties } from '../properties.ts';
import { defineResource, type Live } from '../resource.ts';

const schema = z.strictObject({
  name: z.string().optional(),
  namePrefix: z.string().optional(),
  policy: z.string(),
  role: z.string(),
});

/** `aws:iam/rolePolicy:RolePolicy`: a policy in a role. */
export const rolePolicy = defineResource({
  title: 'IAM role policy',
  schema,
  autoName: { property: 'name', maxLength: 128, prefixProperty: 'namePrefix' },
  outputs: [],
  replaceOn: ['name', 'namePrefix', 'role'],
  notReadable: ['namePrefix'],
  documents: ['policy'],
  equivalent: { policy: isSameJson },

  async create(region, inputs) {
    const key = keyOf('', inputs);
    await put(region, key, inputs.policy);
    return idOf(key);
  },

  async read(region, id, known): Promise<Live | undefined> {
    const { GetRolePolicyCommand } = await import('@aws-sdk/client-iam');
    const client = await region.iam;
    const key = keyOf(id, known);
    const live = await unlessMissing(client.send(new GetRolePolicyCommand(key)));
    return (
      live && {
        id: idOf(key),
        properties: {
          name: key.PolicyName,
          role: key.RoleName,
          policy: decodeURIComponent(live.PolicyDocument ?? ''),
        },
      }
    );
  },

  async update(region, id, { inputs, state }) {
    await put(region, keyOf(id, state), inputs.policy);
  },

  async delete(region, id, state) {
    const { DeleteRolePolicyCommand } = await import('@aws-sdk/client-iam');
    const client = await region.iam;
    await unlessMissing(client.send(new DeleteRolePolicyCommand(keyOf(id, state))));
  },
});

interface PolicyKey {
  readonly RoleName: string;
  readonly PolicyName: string;
}

async function put(region: AwsRegion, key: PolicyKey, PolicyDocument: string): Promise<void> {
  const { PutRolePolicyCommand } = await import('@aws-sdk/client-iam');
  const client = await region.iam;
  await client.send(new PutRolePolicyCommand({ ...key, PolicyDocument }));
}

function idOf({ RoleName, PolicyName }: PolicyKey): string {
  return `${RoleName}:${PolicyName}`;
}

function keyOf(id: string, { role, name }: Properties): PolicyKey {
  if (typeof role === 'string' && typeof name === 'string') {
    return { RoleName: role, PolicyName: name };
  }
  const [RoleName, PolicyName, ...rest] = id.split(':');
  if (!RoleName || !PolicyName || rest.length > 0) {
    throw new ProviderError(`"${id}" is not a role policy's id: expected ROLE_NAME:POLICY_NAME`);
  }
  return { RoleName, PolicyName };
}
