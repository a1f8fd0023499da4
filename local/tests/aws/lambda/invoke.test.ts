import {
  CreateAliasCommand,
  InvokeCommand,
  UpdateFunctionConfigurationCommand,
} from '@aws-sdk/client-lambda';
import test from 'ava';

import { archive } from './_helpers/archive.ts';
import {
  activeFunction,
  createFunction,
  handlerSource,
  invoke,
  publish,
  publishHandler,
  setUp,
  settled,
} from './_helpers/functions.ts';
import { refused } from './_helpers/refusal.ts';

test('a call without, with a version’s and with an alias’s qualifier runs that version', async (t) => {
  const stand = await setUp(t);
  const FunctionName = await activeFunction(t, stand, 'return "one"');
  await publish(stand, FunctionName);
  await publishHandler(stand, FunctionName, 'return "two"');
  await stand.lambda.send(
    new CreateAliasCommand({ FunctionName, Name: 'PROD', FunctionVersion: '1' }),
  );
  for (const [Qualifier, payload, ExecutedVersion] of [
    [undefined, 'two', '$LATEST'],
    ['$LATEST', 'two', '$LATEST'],
    ['1', 'one', '1'],
    ['2', 'two', '2'],
    ['PROD', 'one', '1'],
  ] as const) {
    const answer = await invoke(stand, FunctionName, {}, { Qualifier });
    t.like(answer, { payload, ExecutedVersion, StatusCode: 200, FunctionError: undefined });
  }
  t.like(await invoke(stand, `${FunctionName}:PROD`), { payload: 'one', ExecutedVersion: '1' });
});

test('an event and an answer of any JSON come through unchanged', async (t) => {
  const stand = await setUp(t);
  const FunctionName = await activeFunction(t, stand);
  for (const event of [
    { nested: [{ deep: true }], text: 'grüß 🌍 "quoted" \\ \n' },
    [1, 2],
    'text',
    0,
    null,
    { big: 'x'.repeat(1_000_000) },
  ]) {
    t.deepEqual((await invoke(stand, FunctionName, event)).payload, event);
  }
});

test('no payload is an empty event, no answer is null', async (t) => {
  const stand = await setUp(t);
  const FunctionName = await activeFunction(t, stand, 'if ("x" in event) return; return event');
  const answer = await stand.lambda.send(new InvokeCommand({ FunctionName }));
  t.is(answer.Payload?.transformToString(), '{}');
  t.is((await invoke(stand, FunctionName, { x: 1 })).payload, null);
});

test('the context says what runs, as it was called', async (t) => {
  const stand = await setUp(t);
  const FunctionName = await activeFunction(
    t,
    stand,
    'return { ...context, remaining: context.getRemainingTimeInMillis() }',
    { Timeout: 10, MemorySize: 256 },
  );
  const FunctionVersion = await publish(stand, FunctionName);
  const { AliasArn } = await stand.lambda.send(
    new CreateAliasCommand({ FunctionName, Name: 'PROD', FunctionVersion }),
  );
  const answer = await invoke(stand, FunctionName, {}, { Qualifier: 'PROD' });
  const { remaining, logStreamName, ...context } = answer.payload as Record<string, unknown>;
  t.like(context, {
    functionName: FunctionName,
    functionVersion: '1',
    invokedFunctionArn: AliasArn,
    memoryLimitInMB: '256',
    awsRequestId: answer.$metadata.requestId,
    logGroupName: `/aws/lambda/${FunctionName}`,
    callbackWaitsForEmptyEventLoop: true,
  });
  t.regex(String(logStreamName), /^\d{4}\/\d\d\/\d\d\/\[1\][0-9a-f]{32}$/);
  t.true(Number(remaining) > 0 && Number(remaining) <= 10_000);
});

test('a handler sees Lambda’s environment and its own, and nothing of the server', async (t) => {
  const stand = await setUp(t);
  process.env.SECRET_OF_THE_SERVER = 'secret';
  const FunctionName = await activeFunction(t, stand, 'return process.env', {
    Environment: { Variables: { GREETING: 'Hello' } },
  });
  const { payload } = await invoke(stand, FunctionName);
  t.like(payload, {
    GREETING: 'Hello',
    AWS_LAMBDA_FUNCTION_NAME: FunctionName,
    AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '128',
    AWS_LAMBDA_LOG_GROUP_NAME: `/aws/lambda/${FunctionName}`,
    AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x',
    _HANDLER: 'index.handler',
    TZ: ':UTC',
  });
  const names = Object.keys(payload as object);
  for (const name of [
    'AWS_REGION',
    'AWS_DEFAULT_REGION',
    'AWS_ACCESS_KEY_ID',
    'AWS_SECRET_ACCESS_KEY',
    'AWS_SESSION_TOKEN',
    'AWS_LAMBDA_LOG_STREAM_NAME',
    'LAMBDA_TASK_ROOT',
    'LAMBDA_RUNTIME_DIR',
    'PATH',
  ]) {
    t.true(names.includes(name), name);
  }
  t.false(
    names.some((name) => /SECRET_OF|NODE_|HOME|AVA/.test(name)),
    names.join(' '),
  );
});

test('a warm process keeps what the module holds; an update starts anew', async (t) => {
  const stand = await setUp(t);
  const source = `let calls = 0;\n${handlerSource('return ++calls')}`;
  const FunctionName = await activeFunction(t, stand, '', {
    Code: { ZipFile: await archive({ 'index.mjs': source }) },
  });
  t.is((await invoke(stand, FunctionName)).payload, 1);
  t.is((await invoke(stand, FunctionName)).payload, 2);
  await stand.lambda.send(new UpdateFunctionConfigurationCommand({ FunctionName, Timeout: 9 }));
  await settled(stand, FunctionName);
  t.is((await invoke(stand, FunctionName)).payload, 1);
});

test('calls at once all get their own answer', async (t) => {
  const stand = await setUp(t);
  const FunctionName = await activeFunction(t, stand);
  const numbers = Array.from({ length: 60 }, (_, index) => index);
  const answers = await Promise.all(numbers.map((number) => invoke(stand, FunctionName, number)));
  t.deepEqual(
    answers.map(({ payload }) => payload),
    numbers,
  );
});

const layouts = {
  'CommonJS in .js': [
    { 'index.js': 'exports.handler = async () => "cjs"' },
    'index.handler',
    'cjs',
  ],
  'CommonJS in .cjs': [
    { 'index.cjs': 'module.exports = { handler: async () => "cjs" }' },
    'index.handler',
    'cjs',
  ],
  'ESM in .js by package.json': [
    { 'index.js': 'export const handler = () => "esm"', 'package.json': '{"type":"module"}' },
    'index.handler',
    'esm',
  ],
  'ESM with top-level await': [
    { 'index.mjs': 'await 0; export const handler = async () => "esm"' },
    'index.handler',
    'esm',
  ],
  'a folder and a nested export': [
    { 'src/app.mjs': 'export const api = { get: async () => "nested" }' },
    'src/app.api.get',
    'nested',
  ],
  'a module and JSON beside the handler': [
    {
      'index.js': 'const {x} = require("./lib/x"); exports.handler = async () => x',
      'lib/x.js': 'exports.x = require("./x.json").value',
      'lib/x.json': '{"value":"json"}',
    },
    'index.handler',
    'json',
  ],
  'its own node_modules': [
    {
      'index.mjs': 'import { x } from "dependency"; export const handler = async () => x',
      'node_modules/dependency/index.js': 'exports.x = "package"',
      'node_modules/dependency/package.json': '{"name":"dependency","main":"index.js"}',
    },
    'index.handler',
    'package',
  ],
} as const;

for (const [title, [files, Handler, expected]] of Object.entries(layouts)) {
  test(`a handler is loaded from ${title}`, async (t) => {
    const stand = await setUp(t);
    const FunctionName = await activeFunction(t, stand, '', {
      Handler,
      Code: { ZipFile: await archive(files) },
    });
    t.is((await invoke(stand, FunctionName)).payload, expected);
  });
}

test('the log of a call is returned on demand, and only then', async (t) => {
  const stand = await setUp(t);
  const FunctionName = await activeFunction(
    t,
    stand,
    'console.log("said", { a: 1 }); console.error("wrong"); process.stdout.write("raw\\n")',
  );
  const answer = await invoke(stand, FunctionName, {}, { LogType: 'Tail' });
  await refused(
    t,
    invoke(stand, FunctionName, {}, { LogType: 'Head' as never }),
    'ValidationException',
    400,
    /at 'logType' .* enum value set: \[None, Tail\]$/,
  );
  const id = answer.$metadata.requestId ?? '';
  const log = Buffer.from(answer.LogResult ?? '', 'base64').toString('utf8');
  const lines = log.trimEnd().split('\n');
  t.is(lines[0], `START RequestId: ${id} Version: $LATEST`);
  t.regex(lines[1] ?? '', new RegExp(String.raw`^\S+Z\t${id}\tINFO\tsaid \{ a: 1 \}$`));
  t.regex(lines[2] ?? '', new RegExp(String.raw`^\S+Z\t${id}\tERROR\twrong$`));
  t.is(lines[3], 'raw');
  t.is(lines[4], `END RequestId: ${id}`);
  t.regex(
    lines[5] ?? '',
    /^REPORT RequestId: \S+\tDuration: [\d.]+ ms\tBilled Duration: \d+ ms\tMemory Size: 128 MB\tMax Memory Used: \d+ MB\tInit Duration: [\d.]+ ms/,
  );
  t.is((await invoke(stand, FunctionName)).LogResult, undefined);
});

test('the returned log ends with the last 4 KB', async (t) => {
  const stand = await setUp(t);
  const FunctionName = await activeFunction(t, stand, 'console.log("é".repeat(9000))');
  const answer = await invoke(stand, FunctionName, {}, { LogType: 'Tail' });
  const log = Buffer.from(answer.LogResult ?? '', 'base64');
  t.is(log.length, 4096);
  t.true(log.toString('utf8').includes('REPORT RequestId'));
});

test('JSON logs have levels, and those below the application level are dropped', async (t) => {
  const stand = await setUp(t);
  const FunctionName = await activeFunction(
    t,
    stand,
    'console.debug("fine"); console.warn({ key: 1 })',
    { LoggingConfig: { LogFormat: 'JSON', ApplicationLogLevel: 'WARN' } },
  );
  const answer = await invoke(stand, FunctionName, {}, { LogType: 'Tail' });
  const log = Buffer.from(answer.LogResult ?? '', 'base64').toString('utf8');
  const events = log
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
  t.deepEqual(
    events.map((event) => event.type ?? event.level),
    ['platform.start', 'WARN', 'platform.report'],
  );
  t.like(events[1], { message: { key: 1 }, requestId: answer.$metadata.requestId });
});

test('a dry run checks and does not run', async (t) => {
  const stand = await setUp(t);
  const FunctionName = await activeFunction(t, stand, 'throw new Error("ran")');
  const dryRun = (Qualifier?: string) =>
    stand.lambda.send(new InvokeCommand({ FunctionName, InvocationType: 'DryRun', Qualifier }));
  const answer = await dryRun();
  t.is(answer.StatusCode, 204);
  t.is(answer.FunctionError, undefined);
  await refused(t, dryRun('NONE'), 'ResourceNotFoundException', 404);
});

test('a call of what is not there is refused', async (t) => {
  const stand = await setUp(t);
  const { FunctionName, FunctionArn = '' } = await createFunction(t, stand);
  await settled(stand, FunctionName);
  const message = (suffix: string) => `Function not found: ${FunctionArn}${suffix}`;
  await refused(
    t,
    invoke(stand, `${FunctionName}x`),
    'ResourceNotFoundException',
    404,
    message('x:$LATEST'),
  );
  for (const Qualifier of ['9', 'NONE']) {
    const call = invoke(stand, FunctionName, {}, { Qualifier });
    await refused(t, call, 'ResourceNotFoundException', 404, message(`:${Qualifier}`));
  }
});

test('a payload that is not JSON, or too large, is refused', async (t) => {
  const stand = await setUp(t);
  const FunctionName = await activeFunction(t, stand);
  const send = (Payload: string, InvocationType: 'Event' | 'RequestResponse' = 'RequestResponse') =>
    stand.lambda.send(new InvokeCommand({ FunctionName, Payload, InvocationType }));
  await refused(
    t,
    send('{not json'),
    'InvalidRequestContentException',
    400,
    /Could not parse request body into json/,
  );
  const over = (bytes: number) => JSON.stringify('x'.repeat(bytes));
  await refused(t, send(over(6_291_456)), 'RequestTooLargeException', 413);
  await refused(t, send(over(1_048_576), 'Event'), 'RequestTooLargeException', 413);
});
