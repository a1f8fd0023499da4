import {
  DescribeParametersCommand,
  GetParameterCommand,
  GetParametersCommand,
  paginateGetParametersByPath,
  ParameterNotFound,
  ParameterVersionNotFound,
  PutParameterCommand,
  type SSMClient,
} from '@aws-sdk/client-ssm';
import test from 'ava';
import { account, region } from '../../_helpers/account.ts';
import { startEmbedded } from '../../_helpers/embedded.ts';

const put = (ssm: SSMClient, Name: string, Type: 'String' | 'SecureString' = 'String') =>
  ssm.send(new PutParameterCommand({ Name, Type, Value: `of ${Name}` }));

test('a secure string is read by who asks for its value', async (t) => {
  const { ssm } = (await startEmbedded(t)).clients;
  await put(ssm, '/key', 'SecureString');
  const read = async (WithDecryption: boolean) =>
    (await ssm.send(new GetParameterCommand({ Name: '/key', WithDecryption }))).Parameter?.Value;
  t.is(await read(true), 'of /key');
  t.false((await read(false))?.includes('of /key'));
  const { Parameters } = await ssm.send(new DescribeParametersCommand({}));
  t.is(Parameters?.[0]?.KeyId, 'alias/aws/ssm');
});

test('a parameter is found by name, ARN and version', async (t) => {
  const { ssm } = (await startEmbedded(t)).clients;
  await put(ssm, 'limit');
  const arn = `arn:aws:ssm:${region}:${account}:parameter/limit`;
  for (const Name of ['limit', arn, 'limit:1', `${arn}:1`]) {
    const { Parameter } = await ssm.send(new GetParameterCommand({ Name }));
    t.is(Parameter?.Value, 'of limit', Name);
  }
  const Names = ['limit:1', `${arn}:1`, 'limit:2', 'none:1'];
  const found = await ssm.send(new GetParametersCommand({ Names }));
  t.deepEqual(
    found.Parameters?.map(({ Name, Selector }) => `${String(Name)} ${String(Selector)}`),
    ['limit :1', 'limit :1'],
  );
  t.deepEqual(found.InvalidParameters, ['limit:2', 'none:1']);
  await t.throwsAsync(ssm.send(new GetParameterCommand({ Name: 'none' })), {
    instanceOf: ParameterNotFound,
  });
  await t.throwsAsync(ssm.send(new GetParameterCommand({ Name: 'limit:2' })), {
    instanceOf: ParameterVersionNotFound,
  });
});

test('several are read at once, those that are not there by name', async (t) => {
  const { ssm } = (await startEmbedded(t)).clients;
  await put(ssm, 'a');
  const answer = await ssm.send(new GetParametersCommand({ Names: ['a', 'b'] }));
  t.deepEqual(
    answer.Parameters?.map(({ Name }) => Name),
    ['a'],
  );
  t.deepEqual(answer.InvalidParameters, ['b']);
});

test('those below a path are read page by page', async (t) => {
  const { ssm } = (await startEmbedded(t)).clients;
  for (const name of ['/orders/a', '/orders/b', '/orders/deep/c', '/other']) {
    await put(ssm, name);
  }
  const namesBelow = async (Recursive: boolean) => {
    const names: (string | undefined)[] = [];
    const pages = paginateGetParametersByPath(
      { client: ssm, pageSize: 1 },
      { Path: '/orders', Recursive },
    );
    for await (const { Parameters = [] } of pages) {
      t.true(Parameters.length <= 1);
      names.push(...Parameters.map(({ Name }) => Name));
    }
    return names;
  };
  t.deepEqual(await namesBelow(false), ['/orders/a', '/orders/b']);
  t.deepEqual(await namesBelow(true), ['/orders/a', '/orders/b', '/orders/deep/c']);
});
