import { credentials, type ServiceError } from '@grpc/grpc-js';
import emptyProto from 'google-protobuf/google/protobuf/empty_pb.js';
import structProto from 'google-protobuf/google/protobuf/struct_pb.js';
import providerGrpc from '@pulumi/pulumi/proto/provider_grpc_pb.js';
import providerProto from '@pulumi/pulumi/proto/provider_pb.js';
import type { Empty } from 'google-protobuf/google/protobuf/empty_pb.js';
import type { PluginInfo } from '@pulumi/pulumi/proto/plugin_pb.js';
import type {
  CheckResponse,
  ConfigureResponse,
  CreateResponse,
  DiffResponse,
  GetSchemaResponse,
  InvokeResponse,
  ReadResponse,
} from '@pulumi/pulumi/proto/provider_pb.js';
import statusProto from '@pulumi/pulumi/proto/status_pb.js';
import test, { type ExecutionContext } from 'ava';
import { z } from 'zod';
import { unknownValue } from '../../provider/properties.ts';
import { resourceTypes } from '../../provider/registry.ts';
import { startServer } from '../../provider/server.ts';
import { encodeProperties } from '../../provider/wire.ts';
import { account, region } from '../_helpers/account.ts';
import { startEmbedded } from '../_helpers/embedded.ts';
import { archiveOf, assumeRolePolicy } from './_helpers/programs.ts';
import { urnOf } from './_helpers/provider-on.ts';

const { Struct } = structProto;
const aliasUrn = urnOf('aws:lambda/alias:Alias', 'live');
const secret = {
  '4dabf18193072939515e22adb298388d': '1b47061264138c4ac30d75fd1eb44270',
  value: 'hidden',
};

const packageSchema = z.object({
  name: z.string(),
  version: z.string(),
  resources: z.record(
    z.string(),
    z.object({
      inputProperties: z.record(z.string(), z.unknown()),
      requiredInputs: z.array(z.string()),
      properties: z.record(z.string(), z.unknown()),
    }),
  ),
});

type Done<Response> = (error: ServiceError | null, response: Response) => void;

/** A provider, and clients of it, each with a connection of its own, by the protocol that the Pulumi CLI speaks. */
async function serve(t: ExecutionContext, endpoint: string) {
  const server = await startServer({ endpoint, environment: { AWS_ACCESS_KEY_ID: account } });
  t.teardown(() => server.close());
  return () => {
    const client = new providerGrpc.ResourceProviderClient(
      `127.0.0.1:${String(server.port)}`,
      credentials.createInsecure(),
      { 'grpc.use_local_subchannel_pool': 1 },
    );
    t.teardown(() => client.close());
    return client;
  };
}

async function connect(t: ExecutionContext, endpoint: string) {
  const connectTo = await serve(t, endpoint);
  return connectTo();
}

/** The answer to one call. */
async function answer<Response>(call: (done: Done<Response>) => unknown): Promise<Response> {
  return new Promise((resolve, reject) => {
    call((error, response) => {
      if (error) {
        reject(error);
      } else {
        resolve(response);
      }
    });
  });
}

async function connectConfigured(t: ExecutionContext) {
  const embedded = await startEmbedded(t);
  const client = await connect(t, embedded.url);
  const request = new providerProto.ConfigureRequest();
  request.getVariablesMap().set('aws:config:region', region);
  const configured = await answer<ConfigureResponse>((done) => client.configure(request, done));
  return { ...embedded, client, configured };
}

test('it says that it is version 7.48.0, previews, and leaves secrets to the engine', async (t) => {
  const { client, configured } = await connectConfigured(t);
  const info = await answer<PluginInfo>((done) =>
    client.getPluginInfo(new emptyProto.Empty(), done),
  );
  t.is(info.getVersion(), '7.48.0');
  t.true(configured.getSupportspreview());
  t.false(configured.getAcceptsecrets());
});

test('each connection is configured for itself', async (t) => {
  const { url } = await startEmbedded(t);
  const open = await serve(t, url);
  const regions = ['eu-west-1', 'us-east-1'];
  const clients = regions.map(open);
  for (const [index, client] of clients.entries()) {
    const request = new providerProto.ConfigureRequest();
    request.getVariablesMap().set('aws:config:region', regions[index] ?? '');
    await answer<ConfigureResponse>((done) => client.configure(request, done));
  }
  const request = new providerProto.InvokeRequest().setTok('aws:index/getRegion:getRegion');
  const answers = await Promise.all(
    clients.map((client) => answer<InvokeResponse>((done) => client.invoke(request, done))),
  );
  t.deepEqual(
    answers.map((each) => each.getReturn()?.toJavaScript().region),
    regions,
  );
});

test('check answers with the name filled in, and with what is wrong', async (t) => {
  const { client } = await connectConfigured(t);
  const request = new providerProto.CheckRequest()
    .setUrn(aliasUrn)
    .setRandomseed(new Uint8Array([1]))
    .setNews(
      Struct.fromJavaScript({ functionName: secret, functionVersion: unknownValue, extra: 1 }),
    );
  const response = await answer<CheckResponse>((done) => client.check(request, done));
  const inputs = response.getInputs()?.toJavaScript() ?? {};
  const { name } = inputs;
  t.regex(typeof name === 'string' ? name : '', /^live-[0-9a-f]{7}$/);
  t.like(inputs, { functionName: 'hidden', functionVersion: unknownValue });
  t.deepEqual(
    response.getFailuresList().map((failure) => failure.getProperty()),
    ['extra'],
  );
});

test('diff answers with the path and the kind of each change', async (t) => {
  const { client } = await connectConfigured(t);
  const olds = { name: 'PROD', functionName: 'a', functionVersion: '1', description: 'x' };
  const news = { name: 'PROD', functionName: 'b', functionVersion: '2' };
  const request = new providerProto.DiffRequest()
    .setUrn(aliasUrn)
    .setId('x')
    .setOlds(Struct.fromJavaScript(olds))
    .setNews(Struct.fromJavaScript(news))
    .setIgnorechangesList(['functionVersion']);
  const response = await answer<DiffResponse>((done) => client.diff(request, done));
  const { Kind } = providerProto.PropertyDiff;
  t.is(response.getChanges(), providerProto.DiffResponse.DiffChanges.DIFF_SOME);
  t.deepEqual(response.getReplacesList(), ['functionName']);
  t.true(response.getDeletebeforereplace());
  const kinds: Record<string, number> = {};
  response.getDetaileddiffMap().forEach((detail, path) => {
    kinds[path] = detail.getKind();
  });
  t.deepEqual(kinds, {
    functionName: Kind.UPDATE_REPLACE,
    description: Kind.DELETE,
  });
});

test('no change is DIFF_NONE', async (t) => {
  const { client } = await connectConfigured(t);
  const same = Struct.fromJavaScript({ name: 'PROD', functionName: 'a', functionVersion: '1' });
  const request = new providerProto.DiffRequest().setUrn(aliasUrn).setOlds(same).setNews(same);
  const response = await answer<DiffResponse>((done) => client.diff(request, done));
  t.is(response.getChanges(), providerProto.DiffResponse.DiffChanges.DIFF_NONE);
});

test('what was made and not completed comes with its id and properties', async (t) => {
  const { client, aws } = await connectConfigured(t);
  const create = async (type: string, properties: Record<string, unknown>) =>
    answer<CreateResponse>((done) =>
      client.create(
        new providerProto.CreateRequest()
          .setUrn(urnOf(type, 'it'))
          .setProperties(Struct.fromJavaScript(encodeProperties(properties))),
        done,
      ),
    );
  const role = await create('aws:iam/role:Role', { name: 'role', assumeRolePolicy });
  aws.faults.replace([{ operation: 'PutFunctionConcurrency', kind: 'fail' }]);
  const creation = create('aws:lambda/function:Function', {
    name: 'greeting',
    role: role.getProperties()?.toJavaScript().arn,
    runtime: 'nodejs24.x',
    handler: 'index.handler',
    code: archiveOf('export const handler = async () => 1;'),
    reservedConcurrentExecutions: 5,
  });
  const error = await t.throwsAsync<ServiceError>(creation);
  t.regex(error.details, /^creating Lambda function "greeting" \(it\): /);
  const [packed] = error.metadata.get('grpc-status-details-bin');
  t.true(Buffer.isBuffer(packed));
  const [detail] = statusProto.Status.deserializeBinary(
    new Uint8Array(Buffer.from(packed ?? '')),
  ).getDetailsList();
  t.is(detail?.getTypeName(), 'pulumirpc.ErrorResourceInitFailed');
  const failure = detail?.unpack(
    (bytes) => providerProto.ErrorResourceInitFailed.deserializeBinary(bytes),
    'pulumirpc.ErrorResourceInitFailed',
  );
  t.is(failure?.getId(), 'greeting');
  t.like(failure?.getProperties()?.toJavaScript(), { name: 'greeting', handler: 'index.handler' });
});

test('a resource that is gone is read with an empty id', async (t) => {
  const { client } = await connectConfigured(t);
  const state = Struct.fromJavaScript({ name: 'PROD', functionName: 'gone' });
  const request = new providerProto.ReadRequest().setUrn(aliasUrn).setId('x').setProperties(state);
  t.is((await answer<ReadResponse>((done) => client.read(request, done))).getId(), '');
});

test('an unknown function is an error that names it', async (t) => {
  const { client } = await connectConfigured(t);
  const vpc = new providerProto.InvokeRequest().setTok('aws:ec2/getVpc:getVpc');
  await t.throwsAsync(
    answer<InvokeResponse>((done) => client.invoke(vpc, done)),
    { message: /the function aws:ec2\/getVpc:getVpc/ },
  );
});

test('without a region, the error says how to set one', async (t) => {
  const client = await connect(t, 'http://127.0.0.1:1');
  const request = new providerProto.InvokeRequest().setTok('aws:index/getRegion:getRegion');
  await t.throwsAsync(
    answer<InvokeResponse>((done) => client.invoke(request, done)),
    { message: /pulumi config set aws:region/ },
  );
});

test('an account that is not allowed is refused before anything is done', async (t) => {
  const { client } = await connectConfigured(t);
  const configure = (ids: string) => {
    const request = new providerProto.ConfigureRequest();
    request.getVariablesMap().set('aws:config:region', region);
    request.getVariablesMap().set('aws:config:allowedAccountIds', ids);
    return answer<ConfigureResponse>((done) => client.configure(request, done));
  };
  await t.notThrowsAsync(configure(`["${account}"]`));
  await t.throwsAsync(configure('["999999999999"]'), {
    message: new RegExp(`AWS account ID not allowed: ${account}`),
  });
});

test('the schema has every resource type, with its inputs', async (t) => {
  const { client } = await connectConfigured(t);
  const request = new providerProto.GetSchemaRequest();
  const response = await answer<GetSchemaResponse>((done) => client.getSchema(request, done));
  const { name, version, resources } = packageSchema.parse(JSON.parse(response.getSchema()));
  t.deepEqual([name, version], ['aws', '7.48.0']);
  t.deepEqual(Object.keys(resources), resourceTypes);
  const alias = resources['aws:lambda/alias:Alias'];
  t.deepEqual(alias?.requiredInputs, ['functionName', 'functionVersion']);
  t.true('arn' in (alias?.properties ?? {}));
  t.false('arn' in (alias?.inputProperties ?? {}));
});

test('cancelling twice is no error', async (t) => {
  const { client } = await connectConfigured(t);
  await answer<Empty>((done) => client.cancel(new emptyProto.Empty(), done));
  await t.notThrowsAsync(answer<Empty>((done) => client.cancel(new emptyProto.Empty(), done)));
});
