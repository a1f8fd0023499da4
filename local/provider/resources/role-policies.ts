import type { IAMClient } from '@aws-sdk/client-iam';
import { unlessMissing } from '../errors.ts';

/** Takes every policy off a role, as `forceDetachPolicies` asks for: IAM deletes no role that has one. */
export async function takeAwayPolicies(client: IAMClient, RoleName: string): Promise<void> {
  const iam = await import('@aws-sdk/client-iam');
  const inline = await unlessMissing(client.send(new iam.ListRolePoliciesCommand({ RoleName })));
  for (const PolicyName of inline?.PolicyNames ?? []) {
    await client.send(new iam.DeleteRolePolicyCommand({ RoleName, PolicyName }));
  }
  const attached = await unlessMissing(
    client.send(new iam.ListAttachedRolePoliciesCommand({ RoleName })),
  );
  for (const { PolicyArn } of attached?.AttachedPolicies ?? []) {
    await client.send(new iam.DetachRolePolicyCommand({ RoleName, PolicyArn }));
  }
}
