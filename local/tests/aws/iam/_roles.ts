import { randomUUID } from 'node:crypto';
import { CreateRoleCommand, DeleteRoleCommand, type IAMClient } from '@aws-sdk/client-iam';
import type { ExecutionContext } from 'ava';

/** A trust policy for one service. */
export function trustPolicy(service: string): string {
  return JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: { Service: service }, Action: 'sts:AssumeRole' }],
  });
}

export const readEverything = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: ['logs:PutLogEvents'], Resource: '*' }],
});

export function uniqueName(prefix: string): string {
  return `${prefix}-${randomUUID()}`;
}

/** A role that Lambda can assume, deleted with the test if it is still there and empty. */
export async function createRole(t: ExecutionContext, iam: IAMClient): Promise<string> {
  const RoleName = uniqueName('role');
  const AssumeRolePolicyDocument = trustPolicy('lambda.amazonaws.com');
  await iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument }));
  t.teardown(() => iam.send(new DeleteRoleCommand({ RoleName })).catch(() => undefined));
  return RoleName;
}
