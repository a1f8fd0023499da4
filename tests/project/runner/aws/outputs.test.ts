import { CreateRestApiCommand, DeleteStageCommand } from '@aws-sdk/client-api-gateway';
import {
  AddPermissionCommand,
  CreateAliasCommand,
  RemovePermissionCommand,
} from '@aws-sdk/client-lambda';
import test, { type ExecutionContext } from 'ava';
import { findOutputs, requireOnAws } from '../../../../runner/aws/outputs.ts';
import { EnvironmentError, UsageError } from '../../../../runner/errors.ts';
import type { Settings } from '../../../../stack/stack-file.ts';
import { account, region } from '../../../../local/tests/_helpers/account.ts';
import { createContext } from '../../behaviour/release/_release.ts';
import {
  createStack,
  functionName,
  type StackOptions,
  type TestStack,
} from '../../behaviour/release/_stack.ts';

async function openStack(t: ExecutionContext, options: StackOptions = {}) {
  const stack = await createStack(t, {}, options);
  const bundle = { zip: Buffer.alloc(0), codeSha256: '' };
  const { clients, settings } = createContext(t, stack, { bundle });
  return { stack, settings, clients, find: (of: Settings = settings) => findOutputs(clients, of) };
}

/** Somebody lets another API call an alias. */
async function permit({ clients: { lambda } }: TestStack, alias: string, api: string, id = 'more') {
  await lambda.send(
    new AddPermissionCommand({
      FunctionName: functionName,
      Qualifier: alias,
      StatementId: id,
      Action: 'lambda:InvokeFunction',
      Principal: 'apigateway.amazonaws.com',
      SourceArn: `arn:aws:execute-api:${region}:${account}:${api}/*/*`,
    }),
  );
}

test('what Pulumi gave out is found on AWS alone', async (t) => {
  const { stack, find } = await openStack(t, { hasStandby: true });
  const { functionArn, restApiId, targets } = stack.outputs;
  stack.aws.calls.clear();
  t.deepEqual(await find(), { functionName, functionArn, restApiId, targets });
  const calls = stack.aws.calls.list().map(({ operation }) => operation);
  t.deepEqual(calls.sort(), ['GetPolicy', 'GetPolicy', 'GetRestApi', 'GetStages', 'ListAliases']);
});

test('a function or an API that is not there is no stack', async (t) => {
  const { find, settings, clients, stack } = await openStack(t);
  const named = (name: string): Settings => ({
    ...settings,
    program: { ...settings.program, function: { ...settings.program.function, name } },
  });
  t.is(await find(named('other')), undefined);
  const refusal = await t.throwsAsync(requireOnAws(clients, named('other')), {
    instanceOf: UsageError,
  });
  t.regex(refusal.message, /^Stack local has nothing provisioned yet: .* no function other /);

  for (const alias of ['STAGE', 'PROD']) {
    await stack.clients.lambda.send(
      new RemovePermissionCommand({
        FunctionName: functionName,
        Qualifier: alias,
        StatementId: 'api',
      }),
    );
  }
  t.is(await find(), undefined);
});

test('an alias of somebody else is no target, one that left the settings is', async (t) => {
  const { find, settings, stack } = await openStack(t);
  const FunctionVersion = '$LATEST';
  await stack.clients.lambda.send(
    new CreateAliasCommand({ FunctionName: functionName, Name: 'MINE', FunctionVersion }),
  );
  t.deepEqual(Object.keys((await find())?.targets ?? {}).sort(), ['prod', 'stage']);

  const [stage] = settings.program.targets;
  const targets = stage === undefined ? [] : [stage];
  const found = await find({ ...settings, program: { ...settings.program, targets } });
  t.deepEqual(found?.targets.prod, stack.outputs.targets.prod);
  t.deepEqual(found?.targets.stage, stack.outputs.targets.stage);
});

test('an API of another name that may call the aliases, too, is not taken for the stack’s', async (t) => {
  const { find, stack } = await openStack(t);
  const create = async (name: string) =>
    (await stack.clients.apigateway.send(new CreateRestApiCommand({ name }))).id ?? '';
  await permit(stack, 'PROD', `${await create('another')}/prod`);
  t.is((await find())?.restApiId, stack.outputs.restApiId);
  await permit(stack, 'PROD', 'deleted000/prod', 'gone');
  t.is((await find())?.restApiId, stack.outputs.restApiId);

  await permit(stack, 'PROD', `${await create(functionName)}/prod`, 'same');
  await t.throwsAsync(find(), {
    instanceOf: EnvironmentError,
    message: /^More than one REST API is called greeting/,
  });
});

test('another API stage that may call an alias, too, is not taken for its target’s', async (t) => {
  const { find, stack } = await openStack(t);
  const { restApiId } = stack.outputs;
  const id = { FunctionName: functionName, Qualifier: 'PROD', StatementId: 'api' };
  await stack.clients.lambda.send(new RemovePermissionCommand(id));
  await permit(stack, 'PROD', `${restApiId}/stage`, 'api');
  await permit(stack, 'PROD', `${restApiId}/prod`);
  t.is((await find())?.targets.prod?.apiStage, 'prod');
});

test('what a first pulumi up has not made whole yet is no target', async (t) => {
  const { find, stack } = await openStack(t);
  const { restApiId } = stack.outputs;
  const remove = (stageName: string) =>
    stack.clients.apigateway.send(new DeleteStageCommand({ restApiId, stageName }));
  await remove('prod');
  t.deepEqual(Object.keys((await find())?.targets ?? {}), ['stage']);
  await remove('stage');
  t.is(await find(), undefined);
});

test('a function in another place than the settings say is refused', async (t) => {
  const { find, settings } = await openStack(t);
  for (const elsewhere of [{ region: 'us-east-1' }, { allowedAccountIds: ['210987654321'] }]) {
    await t.throwsAsync(find({ ...settings, ...elsewhere }), {
      instanceOf: EnvironmentError,
      message: /which is not where stack local is$/,
    });
  }
});
