import {
  CreateAliasCommand,
  CreateFunctionCommand,
  DeleteFunctionCommand,
  GetFunctionCommand,
  GetProvisionedConcurrencyConfigCommand,
  InvokeCommand,
  ListFunctionsCommand,
  PutFunctionConcurrencyCommand,
  UpdateAliasCommand,
  type LambdaClient,
} from '@aws-sdk/client-lambda';
import test from 'ava';
import { activeFunction, functionInput, publish, setUp, settled } from './_helpers/functions.ts';
import { refused } from './_helpers/refusal.ts';

const namePattern =
  'Member must satisfy regular expression pattern: (arn:(aws[a-zA-Z-]*)?:lambda:)?' +
  String.raw`((eusc-)?[a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-\d{1}:)?(\d{12}:)?(function:)?` +
  String.raw`([a-zA-Z0-9-_\.]+)(:(\$LATEST(\.PUBLISHED)?|[a-zA-Z0-9-_]+))?`;
const qualifierPattern =
  'Member must satisfy regular expression pattern: ' +
  String.raw`\$(LATEST(\.PUBLISHED)?)|[a-zA-Z0-9-_$]+`;

const problem = (member: string, value: string, rule: string) =>
  `Value '${value}' at '${member}' failed to satisfy constraint: ${rule}`;

interface Target {
  readonly FunctionName: string;
  readonly Qualifier: string | undefined;
}

const calls: Readonly<Record<string, (lambda: LambdaClient, target: Target) => Promise<unknown>>> =
  {
    GetFunction: (lambda, target) => lambda.send(new GetFunctionCommand(target)),
    DeleteFunction: (lambda, target) => lambda.send(new DeleteFunctionCommand(target)),
    Invoke: (lambda, target) => lambda.send(new InvokeCommand(target)),
  };

for (const [operation, call] of Object.entries(calls)) {
  test(`${operation} names every rule that name and qualifier break`, async (t) => {
    const { lambda } = await setUp(t);
    const send = (FunctionName: string, Qualifier?: string) =>
      call(lambda, { FunctionName, Qualifier });
    const bad = 'arn:aws:lambda:nowhere:111111111111:function:f';
    const one = `1 validation error detected: ${problem('functionName', bad, namePattern)}`;
    await refused(t, send(bad), 'ValidationException', 400, one);
    const mark = `1 validation error detected: ${problem('qualifier', 'a!', qualifierPattern)}`;
    await refused(t, send('f', 'a!'), 'ValidationException', 400, mark);
    const long = 'a'.repeat(129);
    const length = 'Member must have length less than or equal to 128';
    const both = [problem('qualifier', long, length), problem('functionName', bad, namePattern)];
    await refused(
      t,
      send(bad, long),
      'ValidationException',
      400,
      `2 validation errors detected: ${both.join('; ')}`,
    );
  });
}

test('CreateFunction checks the length of a name before its form', async (t) => {
  const stand = await setUp(t);
  const FunctionName = `arn:aws:lambda:nowhere:111111111111:function:${'a'.repeat(140)}`;
  const call = stand.lambda.send(
    new CreateFunctionCommand(await functionInput(stand, { FunctionName })),
  );
  const error = await refused(t, call, 'ValidationException', 400, /^2 validation errors detected/);
  t.regex(error.message, /less than or equal to 140; Value .*regular expression pattern/);
});

test('what is not there is named as each operation names it', async (t) => {
  const stand = await setUp(t);
  const { lambda } = stand;
  const FunctionName = await activeFunction(t, stand);
  const { FunctionArn = '' } = await settled(stand, FunctionName);
  await publish(stand, FunctionName);
  const none = `${FunctionName}-none`;
  const notFound = ['ResourceNotFoundException', 404] as const;
  const missing = `Function not found: ${FunctionArn}-none`;
  const alias = { Name: 'a', FunctionVersion: '1' };
  await refused(
    t,
    lambda.send(new CreateAliasCommand({ FunctionName: none, ...alias })),
    ...notFound,
    `${missing}:1`,
  );
  await refused(
    t,
    lambda.send(
      new PutFunctionConcurrencyCommand({ FunctionName: none, ReservedConcurrentExecutions: 1 }),
    ),
    ...notFound,
    `${missing}:$LATEST`,
  );
  const deletion = new DeleteFunctionCommand({ FunctionName: none, Qualifier: '1233' });
  await refused(t, lambda.send(deletion), ...notFound, missing);
  const update = new UpdateAliasCommand({ FunctionName, Name: 'none' });
  await refused(t, lambda.send(update), ...notFound, `Alias not found: ${FunctionArn}:none`);
  const provisioned = { FunctionName: none, Qualifier: 'al' };
  await refused(
    t,
    lambda.send(new GetProvisionedConcurrencyConfigCommand(provisioned)),
    ...notFound,
    `Cannot find alias arn: ${FunctionArn}-none:al`,
  );
});

test('$LATEST cannot be deleted, whether its function exists or not', async (t) => {
  const { lambda } = await setUp(t);
  const deletion = new DeleteFunctionCommand({ FunctionName: 'no-function', Qualifier: '$LATEST' });
  await refused(
    t,
    lambda.send(deletion),
    'InvalidParameterValueException',
    400,
    '$LATEST version cannot be deleted without deleting the function.',
  );
});

test('another account’s function is refused without a word', async (t) => {
  const { lambda } = await setUp(t);
  const FunctionName = 'arn:aws:lambda:eu-west-1:999999999999:function:f';
  await refused(
    t,
    lambda.send(new GetFunctionCommand({ FunctionName })),
    'AccessDeniedException',
    403,
  );
});

test('a list of functions is of all versions or of none', async (t) => {
  const { lambda } = await setUp(t);
  await refused(
    t,
    lambda.send(new ListFunctionsCommand({ FunctionVersion: 'invalid' as 'ALL' })),
    'ValidationException',
    400,
    "1 validation error detected: Value 'invalid' at 'functionVersion' failed to satisfy " +
      'constraint: Member must satisfy enum value set: [ALL]',
  );
});
