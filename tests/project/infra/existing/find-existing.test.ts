import { TagResourceCommand as TagApiCommand } from '@aws-sdk/client-api-gateway';
import { CloudWatchLogsClient, CreateLogGroupCommand } from '@aws-sdk/client-cloudwatch-logs';
import {
  CreateOpenIDConnectProviderCommand,
  TagOpenIDConnectProviderCommand,
  TagRoleCommand,
} from '@aws-sdk/client-iam';
import { TagResourceCommand } from '@aws-sdk/client-lambda';
import { CreateBucketCommand, PutBucketTaggingCommand } from '@aws-sdk/client-s3';
import test, { type ExecutionContext } from 'ava';
import { findExisting } from '../../../../infra/existing/find-existing.ts';
import { TakenNameError } from '../../../../infra/existing/planned.ts';
import { executionLogGroup, functionLogGroup } from '../../../../stack/names.ts';
import { stackTag, toTags } from '../../../../stack/stack-tag.ts';
import { region } from '../../../../local/tests/_helpers/account.ts';
import { useEndpoint } from '../../behaviour/release/_runner-calls.ts';
import { createRole, createStack } from '../../behaviour/release/_stack.ts';

const tag = stackTag('gated-lambda-release', 'organization/gated-lambda-release/dev');
const tags = toTags(tag);

const types = {
  function: 'aws:lambda/function:Function',
  alias: 'aws:lambda/alias:Alias',
  api: 'aws:apigateway/restApi:RestApi',
  stage: 'aws:apigateway/stage:Stage',
  deployment: 'aws:apigateway/deployment:Deployment',
  logs: 'aws:cloudwatch/logGroup:LogGroup',
  provider: 'aws:iam/openIdConnectProvider:OpenIdConnectProvider',
  role: 'aws:iam/role:Role',
  policy: 'aws:iam/rolePolicy:RolePolicy',
  bucket: 'aws:s3/bucket:Bucket',
  domain: 'aws:apigateway/domainName:DomainName',
  mapping: 'aws:apigateway/basePathMapping:BasePathMapping',
  record: 'aws:route53/record:Record',
} as const;

/** A stack on AWS that nobody tagged yet, and a way to look there for what is planned. */
async function open(t: ExecutionContext) {
  const stack = await createStack(t);
  useEndpoint(t, stack.url);
  const { functionArn, restApiId } = stack.outputs;
  const api = `arn:aws:apigateway:${region}::/restapis/${restApiId}`;
  return {
    ...stack,
    restApiId,
    find: async (type: keyof typeof types, inputs: Readonly<Record<string, unknown>>) => {
      const found = await findExisting(
        [{ type: types[type], name: 'it', inputs }],
        { region },
        tag,
      );
      return found[0]?.found;
    },
    tagFunction: () =>
      stack.clients.lambda.send(new TagResourceCommand({ Resource: functionArn, Tags: tags })),
    tagApi: () => stack.clients.apigateway.send(new TagApiCommand({ resourceArn: api, tags })),
  };
}

test('a stack is known by its project and its own name', (t) => {
  t.deepEqual(tags, { 'gated-lambda-release:stack': 'gated-lambda-release/dev' });
});

test.serial('a function is found by its tag, and its state begins with the code', async (t) => {
  const { find, tagFunction } = await open(t);
  const code = { hash: 'h', assets: { 'index.mjs': { hash: 'i', text: '<contents elided>' } } };
  const inputs = { name: 'greeting', timeout: 10, code };
  await t.throwsAsync(find('function', inputs), {
    instanceOf: TakenNameError,
    message:
      /^There is a function greeting already, .* no tag gated-lambda-release:stack=gated-lambda-release\/dev$/,
  });
  await tagFunction();
  const found = await find('function', inputs);
  t.is(found?.id, 'greeting');
  t.like(found?.kept, { name: 'greeting', timeout: 10 });
  t.regex(JSON.stringify(found?.kept?.code), /"hash":"i","text":".*Nothing released yet/);
  t.is(await find('function', { name: 'another' }), undefined);
});

test.serial('what is of another region is looked for there, and imported there', async (t) => {
  const { url, find } = await open(t);
  const elsewhere = 'us-east-1';
  const there = new CloudWatchLogsClient({ endpoint: url, region: elsewhere });
  const logGroupName = functionLogGroup('elsewhere');
  await there.send(new CreateLogGroupCommand({ logGroupName, tags }));
  t.deepEqual(await find('logs', { name: logGroupName, region: elsewhere }), {
    id: `${logGroupName}@${elsewhere}`,
  });
  t.is(await find('logs', { name: logGroupName }), undefined);
  t.is(await find('logs', { name: logGroupName, region: 'sa-east-1' }), undefined);
  there.destroy();
});

test.serial('aliases and API stages are found by what they belong to', async (t) => {
  const { find, restApiId } = await open(t);
  t.deepEqual(await find('alias', { functionName: 'greeting', name: 'PROD' }), {
    id: 'greeting/PROD',
  });
  t.is(await find('alias', { functionName: 'greeting', name: 'BETA' }), undefined);
  t.is(await find('alias', { name: 'PROD' }), undefined, 'its function is not known yet');
  t.deepEqual(await find('stage', { restApi: restApiId, stageName: 'prod' }), {
    id: `${restApiId}/prod`,
  });
  t.is(await find('stage', { restApi: restApiId, stageName: 'beta' }), undefined);
  t.is(await find('stage', { stageName: 'prod' }), undefined, 'its API is not known yet');
});

test.serial('of APIs of one name it is the one with the tag', async (t) => {
  const { find, tagApi, restApiId } = await open(t);
  t.is(await find('api', { name: 'greeting' }), undefined);
  await tagApi();
  t.deepEqual(await find('api', { name: 'greeting' }), { id: restApiId });
});

test.serial('a deployment is found by the API definition that it holds', async (t) => {
  const { find, restApiId, clients } = await open(t);
  const { CreateDeploymentCommand } = await import('@aws-sdk/client-api-gateway');
  const description = 'API definition sha256 abc';
  const { id } = await clients.apigateway.send(
    new CreateDeploymentCommand({ restApiId, description }),
  );
  const inputs = { restApi: restApiId, description, triggers: { apiDefinition: 'abc' } };
  t.deepEqual(await find('deployment', inputs), { id, kept: inputs });
  t.is(await find('deployment', { ...inputs, description: 'another' }), undefined);
  t.is(await find('deployment', { restApi: restApiId }), undefined, 'not known yet');
});

test.serial('a log group is found by its tag, or by the tag of what writes to it', async (t) => {
  const { find, tagFunction, tagApi, restApiId, clients } = await open(t);
  const [ofFunction, ofApi] = [
    functionLogGroup('greeting'),
    executionLogGroup(restApiId, 'prod'),
  ] as const;
  for (const [logGroupName, own] of [
    [ofFunction, undefined],
    [ofApi, undefined],
    ['/mine', tags],
    ['/others', { team: 'x' }],
  ] as const) {
    await clients.logs.send(new CreateLogGroupCommand({ logGroupName, ...(own && { tags: own }) }));
  }
  t.deepEqual(await find('logs', { name: '/mine' }), { id: '/mine' });
  t.is(await find('logs', { name: '/min' }), undefined);
  for (const name of ['/others', ofFunction, ofApi]) {
    await t.throwsAsync(find('logs', { name }), { instanceOf: TakenNameError }, name);
  }
  await tagFunction();
  await tagApi();
  t.deepEqual(await find('logs', { name: ofFunction }), { id: ofFunction });
  t.deepEqual(await find('logs', { name: ofApi }), { id: ofApi });
});

test.serial(
  'a role is found by what its name begins with and its tag; a policy is put again',
  async (t) => {
    const { find, clients } = await open(t);
    await createRole(clients.iam, 'greeting-1');
    await createRole(clients.iam, 'greeting-2');
    t.is(await find('role', { namePrefix: 'greeting-' }), undefined);
    const Tags = [{ Key: tag.key, Value: tag.value }];
    await clients.iam.send(new TagRoleCommand({ RoleName: 'greeting-2', Tags }));
    t.deepEqual(await find('role', { namePrefix: 'greeting-' }), { id: 'greeting-2' });
    const madeUp = { namePrefix: 'greeting-', name: 'greeting-3' };
    t.deepEqual(await find('role', madeUp), { id: 'greeting-2' });
    t.is(await find('policy', { name: 'logging', role: 'greeting-2' }), undefined);
  },
);

test.serial('a role that own.ts names is found by its name and the tag', async (t) => {
  const { find, clients } = await open(t);
  t.is(await find('role', { name: 'authorizer' }), undefined);
  await createRole(clients.iam, 'authorizer');
  t.is(await find('role', { name: 'authorizer' }), undefined);
  const Tags = [{ Key: tag.key, Value: tag.value }];
  await clients.iam.send(new TagRoleCommand({ RoleName: 'authorizer', Tags }));
  t.deepEqual(await find('role', { name: 'authorizer' }), { id: 'authorizer' });
});

test.serial('what own.ts names by something that is not there yet is not looked for', async (t) => {
  const { find } = await open(t);
  for (const type of Object.keys(types) as (keyof typeof types)[]) {
    t.is(await find(type, {}), undefined, type);
  }
});

test.serial('the provider of GitHub’s tokens is found where this stack made it', async (t) => {
  const { find, clients } = await open(t);
  const inputs = { url: 'https://token.actions.githubusercontent.com' };
  t.is(await find('provider', inputs), undefined);
  const { OpenIDConnectProviderArn } = await clients.iam.send(
    new CreateOpenIDConnectProviderCommand({ Url: inputs.url }),
  );
  t.is(await find('provider', inputs), undefined, 'somebody else made it');
  const Tags = [{ Key: tag.key, Value: tag.value }];
  await clients.iam.send(new TagOpenIDConnectProviderCommand({ OpenIDConnectProviderArn, Tags }));
  t.deepEqual(await find('provider', inputs), { id: OpenIDConnectProviderArn });
});

test.serial(
  'a bucket is found by its name, before it was tagged or after, and not another stack’s',
  async (t) => {
    const { find, clients } = await open(t);
    const Bucket = 'bundles-1';
    t.is(await find('bucket', { bucket: Bucket }), undefined);
    await clients.s3.send(new CreateBucketCommand({ Bucket }));
    t.is((await find('bucket', { bucket: Bucket }))?.id, Bucket);
    const tagAs = (Value: string) => {
      const Tagging = { TagSet: [{ Key: tag.key, Value }] };
      return clients.s3.send(new PutBucketTaggingCommand({ Bucket, Tagging }));
    };
    await tagAs(tag.value);
    t.is((await find('bucket', { bucket: Bucket }))?.id, Bucket);
    await tagAs('other/dev');
    await t.throwsAsync(find('bucket', { bucket: Bucket }), { instanceOf: TakenNameError });
  },
);
