import { GetRestApisCommand } from '@aws-sdk/client-api-gateway';
import { ListRolesCommand } from '@aws-sdk/client-iam';
import { ListFunctionsCommand } from '@aws-sdk/client-lambda';
import test, { type ExecutionContext } from 'ava';
import { cleanUp, findLeftovers } from '../../../../../runner/commands/verify/clean-up.ts';
import type { VerifyClients } from '../../../../../runner/commands/verify/verify-clients.ts';
import { Interrupted, PutBackError } from '../../../../../runner/errors.ts';
import { clientsOf } from '../../../../../local/tests/_helpers/clients.ts';
import { openVerifyStand, place, type VerifyStand } from './_measured.ts';

/** Names of all functions, APIs and roles. */
async function whatThereIs({ url }: VerifyStand): Promise<readonly string[]> {
  const { lambda, apigateway, iam } = clientsOf(url);
  const { Functions = [] } = await lambda.send(new ListFunctionsCommand({}));
  const { items = [] } = await apigateway.send(new GetRestApisCommand({}));
  const { Roles = [] } = await iam.send(new ListRolesCommand({}));
  return [
    ...Functions.map(({ FunctionName = '' }) => `function ${FunctionName}`),
    ...items.map(({ name = '' }) => `API ${name}`),
    ...Roles.map(({ RoleName = '' }) => `role ${RoleName}`),
  ];
}

/** From call number `calls` on, counted over all clients, nothing comes through: the process is dead. */
function dieAt({ lambda, apiGateway, iam }: VerifyClients, calls: number): void {
  let count = 0;
  const die = <A extends object, R>(next: (args: A) => Promise<R>) => {
    return (args: A) => {
      count += 1;
      return count < calls ? next(args) : Promise.reject(new Error('killed'));
    };
  };
  lambda.middlewareStack.add(die, { step: 'initialize' });
  apiGateway.middlewareStack.add(die, { step: 'initialize' });
  iam.middlewareStack.add(die, { step: 'initialize' });
}

async function deleteLeftovers(t: ExecutionContext, { url }: VerifyStand): Promise<number> {
  const { lambda, apigateway: apiGateway, iam } = clientsOf(url);
  const clients = { lambda, apiGateway, iam, invoking: lambda };
  const leftovers = await findLeftovers(clients, place);
  for (const name of leftovers) {
    await cleanUp(clients, name);
  }
  t.deepEqual(await findLeftovers(clients, place), []);
  return leftovers.length;
}

/** The role, the function, its versions, the API, its deployments, aliases and permissions, the stage, a move. */
for (const calls of [2, 3, 5, 8, 9, 10, 11, 12, 14, 16, 18, 22]) {
  test(`a run that was killed at its call ${String(calls)} leaves nothing after the next one`, async (t) => {
    const stand = await openVerifyStand(t);
    dieAt(stand.clientsToMeasure, calls);
    await t.throwsAsync(stand.measure({ changes: 1 }), { instanceOf: PutBackError });
    const left = await whatThereIs(stand);
    t.true(
      left.some((what) => what.startsWith('role ')),
      left.join(', '),
    );
    t.is(await deleteLeftovers(t, stand), 1);
    t.deepEqual(await whatThereIs(stand), []);
  });
}

test('what another stack’s run made is not touched', async (t) => {
  const stand = await openVerifyStand(t);
  dieAt(stand.clientsToMeasure, 9);
  await t.throwsAsync(stand.measure({ changes: 1 }), { instanceOf: PutBackError });
  const { lambda, apigateway: apiGateway, iam } = clientsOf(stand.url);
  const clients = { lambda, apiGateway, iam, invoking: lambda };
  t.deepEqual(await findLeftovers(clients, { ...place, stack: 'prod' }), []);
  t.deepEqual(await findLeftovers(clients, { ...place, region: 'eu-central-1' }), []);
});

test('a run that is told to stop deletes all that it made, and says that it was stopped', async (t) => {
  const stand = await openVerifyStand(t);
  const stop = new AbortController();
  const say = (text: string) => {
    if (text.startsWith('Moves the API stage')) {
      stop.abort(new Interrupted('Measuring was interrupted', {}));
    }
  };
  await t.throwsAsync(stand.measure({ say, signal: stop.signal }), { instanceOf: Interrupted });
  t.deepEqual(await whatThereIs(stand), []);
});

test('what cannot be deleted is named, with what failed before', async (t) => {
  const stand = await openVerifyStand(t);
  dieAt(stand.clientsToMeasure, 9);
  const error = await t.throwsAsync(stand.measure({ changes: 1 }), { instanceOf: PutBackError });
  t.regex(
    error.message,
    /^Not deleted: API gated-lambda-release-verify-\w+ \(Error: killed\), function gated-.*; before that: killed$/,
  );
});
