import { spawn } from 'node:child_process';

import { GetRestApisCommand } from '@aws-sdk/client-api-gateway';
import { DescribeAlarmsCommand } from '@aws-sdk/client-cloudwatch';
import { CreateRoleCommand, ListRolesCommand } from '@aws-sdk/client-iam';
import { ListFunctionsCommand } from '@aws-sdk/client-lambda';
import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import type { ExecutionContext } from 'ava';
import test from 'ava';

import { Faults } from '../../aws/faults.ts';
import type { FaultRule } from '../../aws/faults.ts';
import { startEmbedded } from '../_helpers/embedded.ts';
import { signedFetch } from '../_helpers/signed-fetch.ts';
import type { Clients } from '../_helpers/clients.ts';

const trust = JSON.stringify({ Version: '2012-10-17', Statement: [] });

const createRole = (clients: Clients): Promise<unknown> =>
  clients.iam.send(new CreateRoleCommand({ RoleName: 'r', AssumeRolePolicyDocument: trust }));

async function roleCount(clients: Clients): Promise<number | undefined> {
  return (await clients.iam.send(new ListRolesCommand({}))).Roles?.length;
}

/** Which of a number of calls fail under a rule. */
async function failures(rule: FaultRule, operations: readonly string[]): Promise<boolean[]> {
  const faults = new Faults();
  faults.replace([rule]);
  const outcomes: boolean[] = [];
  for (const operation of operations) {
    const outcome = faults.apply({ service: 'lambda', operation }, () => Promise.resolve(false));
    outcomes.push(await outcome.catch(() => true));
  }
  return outcomes;
}

test('a rule without a call number applies to every matching call', async (t) => {
  const rule: FaultRule = { operation: 'UpdateAlias', kind: 'fail' };
  t.deepEqual(await failures(rule, ['UpdateAlias', 'GetAlias', 'UpdateAlias']), [
    true,
    false,
    true,
  ]);
});

test('a call number counts only the calls that match', async (t) => {
  const rule: FaultRule = { operation: 'lambda:UpdateAlias', call: 2, kind: 'fail' };
  const operations = ['UpdateAlias', 'GetAlias', 'UpdateAlias', 'UpdateAlias'];
  t.deepEqual(await failures(rule, operations), [false, false, true, false]);
});

test('a star matches all, and another service matches nothing', async (t) => {
  t.deepEqual(await failures({ operation: '*', call: 2, kind: 'fail' }, ['A', 'B', 'C']), [
    false,
    true,
    false,
  ]);
  t.deepEqual(await failures({ operation: 'iam:A', kind: 'fail' }, ['A']), [false]);
});

test('throttle is the documented error of each service', async (t) => {
  const { aws, clients } = await startEmbedded(t);
  aws.faults.replace([{ operation: '*', kind: 'throttle' }]);
  const lambda = await t.throwsAsync(clients.lambda.send(new ListFunctionsCommand({})), {
    name: 'TooManyRequestsException',
  });
  t.like(lambda, { $metadata: { httpStatusCode: 429 }, retryAfterSeconds: '1' });
  const gateway = await t.throwsAsync(clients.apigateway.send(new GetRestApisCommand({})), {
    name: 'TooManyRequestsException',
  });
  t.like(gateway, { $metadata: { httpStatusCode: 429 } });
  await t.throwsAsync(clients.sts.send(new GetCallerIdentityCommand({})), { name: 'Throttling' });
  await t.throwsAsync(clients.cloudwatch.send(new DescribeAlarmsCommand({})), {
    name: 'ThrottlingException',
  });
});

test('expire is what each service answers to credentials that ended', async (t) => {
  const { aws, clients } = await startEmbedded(t);
  aws.faults.replace([
    { operation: 'lambda:*', kind: 'expire' },
    { operation: 'sts:*', kind: 'expire' },
  ]);
  const lambda = clients.lambda.send(new ListFunctionsCommand({}));
  t.like(await t.throwsAsync(lambda, { name: 'ExpiredTokenException' }), {
    $metadata: { httpStatusCode: 403 },
  });
  await t.throwsAsync(clients.sts.send(new GetCallerIdentityCommand({})), { name: 'ExpiredToken' });
  await t.notThrowsAsync(clients.iam.send(new ListRolesCommand({})), 'another service');
});

test('fail is an error of the service with status 500', async (t) => {
  const { aws, clients } = await startEmbedded(t);
  aws.faults.replace([{ operation: '*', kind: 'fail' }]);
  const lambda = await t.throwsAsync(clients.lambda.send(new ListFunctionsCommand({})), {
    name: 'ServiceException',
  });
  t.like(lambda, { $metadata: { httpStatusCode: 500 } });
  await t.throwsAsync(createRole(clients), { name: 'InternalFailure' });
  aws.faults.clear();
  t.is(await roleCount(clients), 0);
});

test('delay answers late, but right', async (t) => {
  const { aws, clients } = await startEmbedded(t);
  aws.faults.replace([{ operation: 'sts:GetCallerIdentity', kind: 'delay', delayMs: 60 }]);
  const startedAt = performance.now();
  await clients.sts.send(new GetCallerIdentityCommand({}));
  t.true(performance.now() - startedAt >= 55);
});

const dropped = test.macro({
  exec: async (t, kind: FaultRule['kind'], rolesAfterwards: number) => {
    const { aws, clients } = await startEmbedded(t);
    aws.faults.replace([{ operation: 'CreateRole', call: 1, kind }]);
    await t.throwsAsync(createRole(clients), { code: 'ECONNRESET' });
    t.is(await roleCount(clients), rolesAfterwards);
    t.like(aws.calls.list()[0], { operation: 'CreateRole', status: 0 });
  },
  title: (_, kind: FaultRule['kind']) => `${kind}: the client gets no answer`,
});

test('(nothing changed)', dropped, 'dropBefore', 0);
test('(the change took effect)', dropped, 'dropAfter', 1);

/** Kills a bystander by a rule and answers how many roles there are then. */
async function killBystander(t: ExecutionContext, kind: FaultRule['kind']) {
  const { url, clients } = await startEmbedded(t);
  const bystander = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
  t.teardown(() => bystander.kill('SIGKILL'));
  const exited = new Promise((resolve) => {
    bystander.once('exit', (_code, signal) => {
      resolve(signal);
    });
  });
  const response = await signedFetch(`${url}/_local/faults`, {
    method: 'POST',
    body: JSON.stringify([{ operation: 'CreateRole', call: 1, kind, pid: bystander.pid }]),
  });
  t.is(response.status, 200);
  await t.throwsAsync(createRole(clients), { code: 'ECONNRESET' });
  t.is(await exited, 'SIGKILL');
  return roleCount(clients);
}

test('exit-before kills the process named in the rule before the effect', async (t) => {
  t.is(await killBystander(t, 'exit-before'), 0);
});

test('exit-after kills the process named in the rule after the effect', async (t) => {
  t.is(await killBystander(t, 'exit-after'), 1);
});

test('faults apply to stage URLs too', async (t) => {
  const { aws, url } = await startEmbedded(t);
  aws.faults.replace([
    { operation: 'execute-api:Invoke', call: 1, kind: 'throttle' },
    { operation: 'execute-api:Invoke', call: 2, kind: 'fail' },
  ]);
  const get = () => fetch(`${url}/_aws/execute-api/abc/prod/greeting`);
  const throttled = await get();
  t.is(throttled.status, 429);
  t.deepEqual(await throttled.json(), { message: 'Too Many Requests' });
  const failed = await get();
  t.is(failed.status, 500);
  t.deepEqual(await failed.json(), { message: 'Internal server error' });
  t.is((await get()).status, 403);
});

test('rules that make no sense are refused, and the old ones stay', async (t) => {
  const { aws, url, clients } = await startEmbedded(t);
  aws.faults.replace([{ operation: 'CreateRole', kind: 'fail' }]);
  for (const body of ['{', '[{"operation":"X","kind":"explode"}]', '[{"kind":"fail"}]']) {
    const response = await signedFetch(`${url}/_local/faults`, { method: 'POST', body });
    t.is(response.status, 400);
  }
  await t.throwsAsync(createRole(clients), { name: 'InternalFailure' });
  await signedFetch(`${url}/_local/faults`, { method: 'DELETE' });
  await t.notThrowsAsync(createRole(clients));
});
