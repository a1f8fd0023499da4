import { UpdateAccountCommand } from '@aws-sdk/client-api-gateway';
import {
  CreateRoleCommand,
  DeleteRoleCommand,
  UpdateAssumeRolePolicyCommand,
} from '@aws-sdk/client-iam';
import type { ExecutionContext } from 'ava';
import type { Clients } from '../../_helpers/clients.ts';

/** A role that API Gateway may assume, removed with the test. @returns its ARN */
export async function createRole(
  t: ExecutionContext,
  { iam }: Clients,
  service = 'apigateway.amazonaws.com',
): Promise<string> {
  const RoleName = `logs-${Math.random().toString(36).slice(2)}`;
  const AssumeRolePolicyDocument = trusting(service);
  const { Role } = await iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument }));
  t.teardown(async () => {
    await iam.send(new DeleteRoleCommand({ RoleName }));
  });
  if (Role?.Arn === undefined) {
    throw new Error('CreateRole answered no ARN');
  }
  return Role.Arn;
}

function trusting(Service: string): string {
  const statement = { Effect: 'Allow', Principal: { Service }, Action: 'sts:AssumeRole' };
  return JSON.stringify({ Version: '2012-10-17', Statement: [statement] });
}

/** API Gateway may not assume a role any more. */
export async function trustNobody({ iam }: Clients, arn: string): Promise<void> {
  const RoleName = arn.split('/').at(-1);
  const PolicyDocument = trusting('lambda.amazonaws.com');
  await iam.send(new UpdateAssumeRolePolicyCommand({ RoleName, PolicyDocument }));
}

/** Gives the account a CloudWatch role, so that stages may log. */
export async function enableLogging(t: ExecutionContext, clients: Clients): Promise<string> {
  const value = await createRole(t, clients);
  await clients.apigateway.send(
    new UpdateAccountCommand({
      patchOperations: [{ op: 'replace', path: '/cloudwatchRoleArn', value }],
    }),
  );
  return value;
}

/** Takes the account's CloudWatch role, which an endpoint that tests share may have. */
export async function disableLogging({ apigateway }: Clients): Promise<void> {
  await apigateway.send(
    new UpdateAccountCommand({ patchOperations: [{ op: 'remove', path: '/cloudwatchRoleArn' }] }),
  );
}
