import { GetRestApisCommand } from '@aws-sdk/client-api-gateway';
import { GetRoleCommand, ListRolesCommand } from '@aws-sdk/client-iam';
import { ListFunctionsCommand } from '@aws-sdk/client-lambda';
import { ListHostedZonesCommand } from '@aws-sdk/client-route-53';
import type { ExecutionContext } from 'ava';

import { regionDown } from '../../aws/faults.ts';
import { clientsIn } from '../_helpers/clients.ts';
import { startEmbedded } from '../_helpers/embedded.ts';
import { testEmbedded } from '../_helpers/embedded-only.ts';
import { deploy, importApi } from './apigateway/_api.ts';
import { activeFunction, createRole, invoke } from './lambda/_helpers/functions.ts';
import { makeZone } from './route53/_zone.ts';

const other = 'us-east-1';

async function twoRegions(t: ExecutionContext) {
  const { aws, url, clients, dir } = await startEmbedded(t, {
    timings: { pendingMs: 5, inProgressMs: 5 },
  });
  return { aws, url, dir, here: clients, there: clientsIn(t, url, other) };
}

testEmbedded('roles and zones are of an account, whatever region signs', async (t) => {
  const { here, there } = await twoRegions(t);
  const arn = await createRole(t, here.iam, 'lambda.amazonaws.com');
  const RoleName = arn.replace(/^.*\//, '');
  t.is((await there.iam.send(new GetRoleCommand({ RoleName }))).Role?.Arn, arn);
  const { name } = await makeZone(t, there.route53);
  const { HostedZones = [] } = await here.route53.send(new ListHostedZonesCommand({}));
  t.deepEqual(
    HostedZones.map(({ Name }) => Name),
    [`${name}.`],
  );
});

testEmbedded('a function takes on a role that was made in another region', async (t) => {
  const { aws, url, dir, here, there } = await twoRegions(t);
  const roleArn = await createRole(t, here.iam, 'lambda.amazonaws.com');
  const stand = { aws, url, dir, clients: there, lambda: there.lambda, roleArn };
  const name = await activeFunction(t, stand, 'return process.env.AWS_REGION');
  t.is((await invoke(stand, name)).payload, other);
  const { Functions } = await here.lambda.send(new ListFunctionsCommand({}));
  t.deepEqual(Functions, []);
});

testEmbedded('nothing of a region that is down answers, and all of the others does', async (t) => {
  const { aws, url, here, there } = await twoRegions(t);
  const served = await Promise.all(
    [here, there].map(async ({ apigateway }) => {
      const id = await importApi(t, apigateway);
      await deploy(apigateway, id, 'prod');
      return `${url}/_aws/execute-api/${id}/prod/greeting`;
    }),
  );
  const [homeUrl = '', awayUrl = ''] = served;
  aws.faults.replace([regionDown(other)]);
  await t.throwsAsync(there.apigateway.send(new GetRestApisCommand({})), { code: 'ECONNRESET' });
  await t.throwsAsync(fetch(awayUrl), { message: 'fetch failed' });
  await t.notThrowsAsync(here.apigateway.send(new GetRestApisCommand({})));
  t.is((await fetch(homeUrl)).status, 200);
  await t.notThrowsAsync(there.iam.send(new ListRolesCommand({})), 'IAM has no regions');
  await t.notThrowsAsync(there.route53.send(new ListHostedZonesCommand({})));
  aws.faults.clear();
  t.is((await fetch(awayUrl)).status, 200);
});
