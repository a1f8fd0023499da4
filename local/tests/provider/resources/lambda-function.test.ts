import {
  GetFunctionConfigurationCommand,
  UpdateFunctionCodeCommand,
  waitUntilFunctionUpdatedV2,
} from '@aws-sdk/client-lambda';
import test from 'ava';
import { IncompleteResourceError } from '../../../provider/errors.ts';
import { Archive, unknownValue, type Properties } from '../../../provider/properties.ts';
import { zipOf } from '../../../provider/zip.ts';
import { startWorkbench } from '../_helpers/provider-on.ts';
import { archiveOf, makeFunction } from '../_helpers/programs.ts';

const writes = /^(Create|Update|Put|Delete|Publish|Tag|Untag|Add|Remove)/;

test('a new function is active, and its outputs are those of the official provider', async (t) => {
  const bench = await startWorkbench(t);
  const { id, state } = await makeFunction(bench, { environment: { variables: { STAGE: 'x' } } });
  const arn = 'arn:aws:lambda:eu-west-1:123456789012:function:greeting';
  t.is(id, 'greeting');
  t.like(state, {
    arn,
    invokeArn: `arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/${arn}/invocations`,
    qualifiedArn: `${arn}:$LATEST`,
    version: '$LATEST',
    memorySize: 128,
    timeout: 3,
    environment: { variables: { STAGE: 'x' } },
    reservedConcurrentExecutions: -1,
  });
  t.regex(String(state.codeSha256), /^[A-Za-z0-9+/]{43}=$/);
  const live = await bench.clients.lambda.send(
    new GetFunctionConfigurationCommand({ FunctionName: 'greeting' }),
  );
  t.is(live.State, 'Active');
});

test('the same program is no change, and a refresh finds none', async (t) => {
  const bench = await startWorkbench(t);
  const made = await makeFunction(bench, {
    loggingConfig: { logFormat: 'Text', logGroup: '/aws/lambda/greeting' },
    tags: { team: 'x' },
  });
  t.deepEqual(await bench.changes(made, made.inputs), []);
  const refreshed = await bench.refresh(made);
  t.deepEqual(refreshed?.inputs, made.inputs);
  t.deepEqual(refreshed && (await bench.changes(refreshed, made.inputs)), []);
});

test('a configuration that changed is sent alone, and waited for; the code is not', async (t) => {
  const bench = await startWorkbench(t);
  const made = await makeFunction(bench);
  bench.operations();
  const edited = await bench.edit(made, { ...made.inputs, memorySize: 256 });
  t.deepEqual(
    bench.operations().filter((name) => writes.test(name)),
    ['UpdateFunctionConfiguration'],
  );
  t.is(edited.state.memorySize, 256);
  const live = await bench.clients.lambda.send(
    new GetFunctionConfigurationCommand({ FunctionName: 'greeting' }),
  );
  t.is(live.LastUpdateStatus, 'Successful');
});

test('code and configuration that both changed are sent one after the other', async (t) => {
  const bench = await startWorkbench(t);
  const made = await makeFunction(bench);
  bench.operations();
  const edited = await bench.edit(made, {
    ...made.inputs,
    timeout: 9,
    code: archiveOf('export const handler = async () => 2;'),
  });
  t.deepEqual(
    bench.operations().filter((name) => writes.test(name)),
    ['UpdateFunctionConfiguration', 'UpdateFunctionCode'],
  );
  t.not(edited.state.codeSha256, made.state.codeSha256);
});

test('code that a release uploaded stays when the program ignores it and its configuration changes', async (t) => {
  const bench = await startWorkbench(t);
  const made = await makeFunction(bench);
  const { lambda } = bench.clients;
  const ZipFile = await zipOf(archiveOf('export const handler = async () => "released";'));
  const released = await lambda.send(
    new UpdateFunctionCodeCommand({ FunctionName: 'greeting', ZipFile }),
  );
  await waitUntilFunctionUpdatedV2(
    { client: lambda, maxWaitTime: 10, minDelay: 1, maxDelay: 1 },
    { FunctionName: 'greeting' },
  );
  // As the engine sends it: with ignoreChanges the archive of the state file, which has only its hash.
  const code = new Archive(archiveOf('export const handler = async () => 1;').hash, undefined);
  await bench.edit(made, { ...made.inputs, code, timeout: 9 }, ['code']);
  const live = await lambda.send(new GetFunctionConfigurationCommand({ FunctionName: 'greeting' }));
  t.is(live.CodeSha256, released.CodeSha256);
  t.is(live.Timeout, 9);
});

test('variables that are taken out of the program are taken away', async (t) => {
  const bench = await startWorkbench(t);
  const made = await makeFunction(bench, { environment: { variables: { STAGE: 'x' } } });
  const { environment: _environment, ...rest } = made.inputs;
  const edited = await bench.edit(made, rest);
  t.deepEqual(edited.state.environment ?? {}, {});
});

test('with publish, a creation and a change publish a version', async (t) => {
  const bench = await startWorkbench(t);
  const made = await makeFunction(bench, { publish: true });
  t.is(made.state.version, '1');
  const edited = await bench.edit(made, { ...made.inputs, description: 'second' });
  t.is(edited.state.version, '2');
  t.regex(String(edited.state.qualifiedArn), /:function:greeting:2$/);
});

test('a function that exists already is the error of AWS, after some attempts', async (t) => {
  const bench = await startWorkbench(t);
  const made = await makeFunction(bench);
  bench.operations();
  await t.throwsAsync(bench.make('aws:lambda/function:Function', made.inputs), {
    message:
      /^creating Lambda function "greeting" \(it\): ResourceConflictException: Function already exist: greeting$/,
  });
  t.true(bench.operations().filter((name) => name === 'CreateFunction').length > 1);
});

test('a function is imported without its code, which its next check asks for', async (t) => {
  const bench = await startWorkbench(t);
  const { urn, id, inputs, state } = await makeFunction(bench);
  const live = await bench.provider.read({ urn, id, state: {} }, {});
  t.is(live?.id, id);
  const { code, ...others } = inputs;
  t.like(live?.inputs, { name: 'greeting', role: state.role });
  t.is(live?.inputs.code, undefined);
  const check = (asked: Properties) => bench.provider.check(urn, {}, asked, new Uint8Array());
  t.deepEqual((await check(others)).failures, [
    {
      property: 'code',
      reason: 'exactly one of `code`, `s3Bucket` must be specified, and none is',
    },
  ]);
  t.is((await check({ ...others, code, s3Bucket: 'x' })).failures.length, 1);
});

test('a function that could be made but not completed is kept, so that the next run goes on with it', async (t) => {
  const bench = await startWorkbench(t);
  bench.aws.faults.replace([{ operation: 'PutFunctionConcurrency', kind: 'fail' }]);
  const error = await t.throwsAsync(makeFunction(bench, { reservedConcurrentExecutions: 5 }), {
    instanceOf: IncompleteResourceError,
    message: /^creating Lambda function "greeting" \(it\): /,
  });
  t.is(error.id, 'greeting');
  t.is(error.properties.reservedConcurrentExecutions, 5, 'as the official provider says it');
});

test('a preview shows inputs as they are, what follows from a change as unknown, and calls nothing', async (t) => {
  const bench = await startWorkbench(t);
  const made = await makeFunction(bench);
  bench.operations();
  const asked = { ...made.inputs, timeout: 9 };
  const preview = await bench.provider.update({ ...made, asked, ignoreChanges: [] }, true);
  t.like(preview, {
    timeout: 9,
    lastModified: unknownValue,
    version: unknownValue,
    arn: made.state.arn,
  });
  const creation = await bench.provider.create(made.urn, made.inputs, true);
  t.like(creation, { id: '' });
  t.like(creation.properties, { arn: unknownValue, name: 'greeting', tagsAll: {} });
  t.deepEqual(bench.operations(), []);
});

test('tags are changed one by one', async (t) => {
  const bench = await startWorkbench(t);
  const made = await makeFunction(bench, { tags: { kept: '1', gone: '2' } });
  bench.operations();
  const edited = await bench.edit(made, { ...made.inputs, tags: { kept: '1', added: '3' } });
  t.deepEqual(edited.state.tagsAll, { kept: '1', added: '3' });
  t.deepEqual(
    bench.operations().filter((name) => writes.test(name)),
    ['UntagResource', 'TagResource'],
  );
});

test('a VPC is sent, found again, and left', async (t) => {
  const bench = await startWorkbench(t);
  const vpcConfig = { subnetIds: ['subnet-1'], securityGroupIds: ['sg-1'] };
  const made = await makeFunction(bench, { vpcConfig });
  t.like(made.state.vpcConfig, vpcConfig);
  t.deepEqual(await bench.changes(made, made.inputs), []);
  const { vpcConfig: _left, ...without } = made.inputs;
  const edited = await bench.edit(made, without);
  t.is(edited.state.vpcConfig, undefined);
  t.deepEqual(await bench.changes(edited, without), []);
});
