import { UpdateAccountCommand } from '@aws-sdk/client-api-gateway';
import { CreateRoleCommand } from '@aws-sdk/client-iam';
import test, { type ExecutionContext } from 'ava';
import { createApiGatewayAccount } from '../../../infra/api-gateway-account.ts';
import { apiGatewayRolePrefix } from '../../../stack/names.ts';
import { startEmbedded } from '../../../local/tests/_helpers/embedded.ts';
import { useEndpoint } from '../behaviour/release/_runner-calls.ts';
import { jsonOf, named, placeAtHome, runProgram } from './_resources.ts';

const trust = JSON.stringify({
  Version: '2012-10-17',
  Statement: [
    {
      Effect: 'Allow',
      Principal: { Service: 'apigateway.amazonaws.com' },
      Action: 'sts:AssumeRole',
    },
  ],
});

/** @param current name of the role that the account has already. */
async function make(t: ExecutionContext, current?: string) {
  const { url, clients } = await startEmbedded(t);
  useEndpoint(t, url);
  if (current !== undefined) {
    const role = { RoleName: current, AssumeRolePolicyDocument: trust };
    const { Role } = await clients.iam.send(new CreateRoleCommand(role));
    const value = Role?.Arn ?? '';
    const patch = { op: 'replace', path: '/cloudwatchRoleArn', value } as const;
    await clients.apigateway.send(new UpdateAccountCommand({ patchOperations: [patch] }));
  }
  return runProgram(async () => {
    const dependencies = await createApiGatewayAccount('greeting', [placeAtHome()]);
    return dependencies.size;
  });
}

test.serial('an account without a role gets one that may write logs, for good', async (t) => {
  const { resources, outputs } = await make(t);
  t.is(outputs, 1);
  t.deepEqual(
    resources.map(({ name, isRetained }) => [name, isRetained]),
    [
      ['api-gateway-logs-role', true],
      ['api-gateway-logs-policy', true],
      ['api-gateway-account', true],
    ],
  );
  const role = named(resources, 'api-gateway-logs-role');
  t.is(role.props.namePrefix, apiGatewayRolePrefix('greeting'));
  t.deepEqual(jsonOf(role, 'assumeRolePolicy'), JSON.parse(trust));
  t.like(named(resources, 'api-gateway-account').props, {
    cloudwatchRoleArn: 'arn:aws:mock:::api-gateway-logs-role',
  });
});

test.serial('a role that this stack made stays in the program', async (t) => {
  const { resources } = await make(t, `${apiGatewayRolePrefix('greeting')}20261123`);
  t.is(resources.length, 3);
});

for (const [title, name] of [
  ['a person', 'logs-by-hand'],
  ['another stack', `${apiGatewayRolePrefix('other')}20261123`],
  ['a stack whose name is in it', `of-${apiGatewayRolePrefix('greeting')}20261123`],
] as const) {
  test.serial(`a role that ${title} set is left as it is`, async (t) => {
    const { resources, outputs } = await make(t, name);
    t.deepEqual(resources, []);
    t.is(outputs, 0);
  });
}
