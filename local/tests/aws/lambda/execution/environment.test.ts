import { GetRoleCommand } from '@aws-sdk/client-iam';
import { InvokeCommand } from '@aws-sdk/client-lambda';
import test from 'ava';
import { archive } from '../_helpers/archive.ts';
import {
  activeFunction,
  createFunction,
  handlerSource,
  invoke,
  setUp,
  settled,
} from '../_helpers/functions.ts';

test('a function calls AWS as its role', async (t) => {
  const stand = await setUp(t);
  const source = `import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
    export const handler = () => new STSClient({}).send(new GetCallerIdentityCommand({}));`;
  const { FunctionName } = await createFunction(t, stand, {
    Timeout: 20,
    Code: { ZipFile: await archive({ 'index.mjs': source }) },
  });
  await settled(stand, FunctionName);
  const { payload } = await invoke(stand, FunctionName);
  const RoleName = stand.roleArn.slice(stand.roleArn.lastIndexOf('/') + 1);
  const { Role } = await stand.clients.iam.send(new GetRoleCommand({ RoleName }));
  const [, , , , account = ''] = stand.roleArn.split(':');
  t.like(payload, {
    Account: account,
    Arn: `arn:aws:sts::${account}:assumed-role/${RoleName}/${FunctionName}`,
    UserId: `${Role?.RoleId ?? ''}:${FunctionName}`,
  });
});

test('a wrapper in the package is given the command that starts the runtime', async (t) => {
  const stand = await setUp(t);
  const files = {
    'index.mjs': handlerSource('return process.env.WRAPPED'),
    wrapper: '#!/bin/sh\nexport WRAPPED=yes\nexec "$@"\n',
  };
  const ZipFile = await archive(files, 0o755);
  const { FunctionName } = await createFunction(t, stand, {
    Code: { ZipFile },
    Environment: { Variables: { AWS_LAMBDA_EXEC_WRAPPER: '/var/task/wrapper' } },
  });
  await settled(stand, FunctionName);
  t.is((await invoke(stand, FunctionName)).payload, 'yes');
});

test('a handler sees the client context, and a trace id for each call', async (t) => {
  const stand = await setUp(t);
  const body = 'return [context.clientContext, process.env._X_AMZN_TRACE_ID]';
  const FunctionName = await activeFunction(t, stand, body);
  const clientContext = { custom: { foo: 'bar' } };
  const ClientContext = Buffer.from(JSON.stringify(clientContext)).toString('base64');
  const { payload } = await invoke(stand, FunctionName, {}, { ClientContext });
  const [context, first] = payload as [unknown, string];
  t.deepEqual(context, clientContext);
  t.regex(first, /^Root=1-/);
  const command = new InvokeCommand({ FunctionName });
  const trace = 'Root=1-6553f100-abcdefabcdefabcdefabcdef;Parent=0123456789abcdef;Sampled=1';
  command.middlewareStack.add(
    (next) => (parameters) => {
      const { headers } = parameters.request as { headers: Record<string, string> };
      headers['X-Amzn-Trace-Id'] = trace;
      return next(parameters);
    },
    { step: 'build' },
  );
  const second = await stand.lambda.send(command);
  t.deepEqual(JSON.parse(second.Payload?.transformToString() ?? ''), [null, trace]);
});
