import { z } from 'zod';
import { ProviderError, unlessMissing } from '../errors.ts';
import type { Properties } from '../properties.ts';
import { defineResource, type Live } from '../resource.ts';

const schema = z.strictObject({ policyArn: z.string(), role: z.string() });

/** `aws:iam/rolePolicyAttachment:RolePolicyAttachment`: a managed policy that a role has. */
export const rolePolicyAttachment = defineResource({
  title: 'IAM role policy attachment',
  schema,
  outputs: [],
  replaceOn: ['policyArn', 'role'],

  async create(region, { role, policyArn }) {
    const { AttachRolePolicyCommand } = await import('@aws-sdk/client-iam');
    const client = await region.iam;
    await client.send(new AttachRolePolicyCommand({ RoleName: role, PolicyArn: policyArn }));
    return idOf(role, policyArn);
  },

  async read(region, id, known): Promise<Live | undefined> {
    const { paginateListAttachedRolePolicies } = await import('@aws-sdk/client-iam');
    const client = await region.iam;
    const { role, policyArn } = keyOf(id, known);
    const attached = async () => {
      const pages = paginateListAttachedRolePolicies({ client }, { RoleName: role });
      for await (const { AttachedPolicies = [] } of pages) {
        if (AttachedPolicies.some(({ PolicyArn }) => PolicyArn === policyArn)) {
          return true;
        }
      }
      return false;
    };
    return (await unlessMissing(attached())) === true
      ? { id: idOf(role, policyArn), properties: { role, policyArn } }
      : undefined;
  },

  async delete(region, id, state) {
    const { DetachRolePolicyCommand } = await import('@aws-sdk/client-iam');
    const client = await region.iam;
    const { role, policyArn } = keyOf(id, state);
    await unlessMissing(
      client.send(new DetachRolePolicyCommand({ RoleName: role, PolicyArn: policyArn })),
    );
  },
});

/** An import has it as `ROLE/POLICY_ARN`, too. */
function idOf(role: string, policyArn: string): string {
  return `${role}/${policyArn}`;
}

function keyOf(
  id: string,
  { role, policyArn }: Properties,
): { readonly role: string; readonly policyArn: string } {
  if (typeof role === 'string' && typeof policyArn === 'string') {
    return { role, policyArn };
  }
  const [, ofId = '', arnOfId = ''] = /^([^/]+)\/(arn:.+)$/.exec(id) ?? [];
  if (arnOfId === '') {
    throw new ProviderError(
      `"${id}" is not a role policy attachment's id: expected ROLE_NAME/POLICY_ARN`,
    );
  }
  return { role: ofId, policyArn: arnOfId };
}
