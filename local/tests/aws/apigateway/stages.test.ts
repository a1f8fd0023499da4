import {
  CreateStageCommand,
  DeleteStageCommand,
  GetStageCommand,
  GetStagesCommand,
} from '@aws-sdk/client-api-gateway';
import test from 'ava';
import { deploy, refuses } from './_api.ts';
import { disableLogging, enableLogging } from './_role.ts';
import { deployedStage } from './_stage.ts';

const logGroup = 'arn:aws:logs:eu-west-1:123456789012:log-group:access';
const badRequest = (message: string | RegExp) => ({
  name: 'BadRequestException',
  status: 400,
  message,
});

test('a stage is made with all its settings and read back', async (t) => {
  const { clients, restApiId, deploymentId } = await deployedStage(t);
  const created = await clients.apigateway.send(
    new CreateStageCommand({
      restApiId,
      stageName: 'stage',
      deploymentId,
      description: 'before prod',
      variables: { LambdaAlias: 'STAGE' },
      tags: { team: 'a' },
      canarySettings: { percentTraffic: 5, stageVariableOverrides: { LambdaAlias: 'NEXT' } },
    }),
  );
  t.is(created.$metadata.httpStatusCode, 201);
  const { $metadata: _sent, ...stage } = await clients.apigateway.send(
    new GetStageCommand({ restApiId, stageName: 'stage' }),
  );
  const { createdDate, lastUpdatedDate, ...settings } = stage;
  t.deepEqual(createdDate, lastUpdatedDate);
  t.deepEqual(settings, {
    stageName: 'stage',
    deploymentId,
    description: 'before prod',
    variables: { LambdaAlias: 'STAGE' },
    tags: { team: 'a' },
    canarySettings: {
      percentTraffic: 5,
      deploymentId,
      stageVariableOverrides: { LambdaAlias: 'NEXT' },
      useStageCache: false,
    },
    cacheClusterEnabled: false,
    cacheClusterStatus: 'NOT_AVAILABLE',
    tracingEnabled: false,
    methodSettings: {},
  });
});

test('a stage needs a free name and a deployment of its API', async (t) => {
  const { clients, restApiId, deploymentId } = await deployedStage(t);
  const create = (stageName: string, id = deploymentId) =>
    clients.apigateway.send(new CreateStageCommand({ restApiId, stageName, deploymentId: id }));
  await refuses(t, create('prod'), {
    name: 'ConflictException',
    status: 409,
    message: 'Stage already exists',
  });
  await refuses(t, create('other', 'abc123'), badRequest('Deployment id does not exist'));
  await refuses(t, create('a.b'), badRequest(/^Stage name only allows/));
});

test('stages are listed, also those of one deployment, and deleted with 202', async (t) => {
  const { clients, restApiId, stage, deploymentId } = await deployedStage(t);
  const { apigateway } = clients;
  const other = await deploy(apigateway, restApiId, 'other');
  const all = await apigateway.send(new GetStagesCommand({ restApiId }));
  t.deepEqual(
    all.item?.map(({ stageName }) => stageName),
    ['prod', 'other'],
  );
  const some = await apigateway.send(new GetStagesCommand({ restApiId, deploymentId: other }));
  t.deepEqual(
    some.item?.map(({ stageName }) => stageName),
    ['other'],
  );
  t.not(other, deploymentId);

  const deleted = await apigateway.send(new DeleteStageCommand(stage));
  t.is(deleted.$metadata.httpStatusCode, 202);
  await refuses(t, apigateway.send(new GetStageCommand(stage)), {
    name: 'NotFoundException',
    status: 404,
    message: 'Invalid stage identifier specified',
  });
});

test('variables are set, replaced and removed one by one', async (t) => {
  const { patch } = await deployedStage(t);
  await patch(
    { op: 'replace', path: '/variables/a', value: 'https://x.y/?q=1&r=2,3' },
    { op: 'add', path: '/variables/b', value: '2' },
  );
  const { variables } = await patch(
    { op: 'replace', path: '/variables/b', value: '3' },
    { op: 'remove', path: '/variables/a' },
  );
  t.deepEqual(variables, { b: '3' });
});

for (const [name, value] of [
  ['a-b', 'x'],
  ['a', "quote'"],
  ['a', '${b}'],
  ['a', 'ü'],
] as const) {
  test(`the variable ${name}=${value} is refused`, async (t) => {
    const { patch, read } = await deployedStage(t);
    const before = await read();
    await refuses(
      t,
      patch({ op: 'replace', path: `/variables/${name}`, value }),
      badRequest(/^Invalid stage variable/),
    );
    t.deepEqual(await read(), before);
  });
}

test('a method setting is kept under the key of its patch, and begins with what is set for all', async (t) => {
  const { clients, patch } = await deployedStage(t);
  await enableLogging(t, clients);
  const { methodSettings } = await patch(
    { op: 'replace', path: '/~1pets/GET/metrics/enabled', value: 'true' },
    { op: 'replace', path: '/*/*/logging/loglevel', value: 'INFO' },
    { op: 'replace', path: '/*/*/logging/dataTrace', value: 'true' },
    { op: 'replace', path: '/*/*/throttling/burstLimit', value: '12' },
    { op: 'replace', path: '/~1greeting/GET/throttling/rateLimit', value: '0.5' },
    { op: 'replace', path: '/*/*/throttling/burstLimit', value: '13' },
  );
  const defaults = {
    metricsEnabled: false,
    cachingEnabled: false,
    cacheTtlInSeconds: 300,
    cacheDataEncrypted: false,
    requireAuthorizationForCacheControl: true,
    unauthorizedCacheControlHeaderStrategy: 'SUCCEED_WITH_RESPONSE_HEADER',
  };
  t.deepEqual(methodSettings, {
    '~1pets/GET': {
      ...defaults,
      metricsEnabled: true,
      dataTraceEnabled: false,
      throttlingBurstLimit: 5000,
      throttlingRateLimit: 10_000,
    },
    '*/*': {
      ...defaults,
      loggingLevel: 'INFO',
      dataTraceEnabled: true,
      throttlingBurstLimit: 13,
      throttlingRateLimit: 10_000,
    },
    '~1greeting/GET': {
      ...defaults,
      loggingLevel: 'INFO',
      dataTraceEnabled: true,
      throttlingBurstLimit: 12,
      throttlingRateLimit: 0.5,
    },
  });
  const removed = await patch({ op: 'remove', path: '/*/*' });
  t.deepEqual(Object.keys(removed.methodSettings ?? {}), ['~1pets/GET', '~1greeting/GET']);
  await refuses(
    t,
    patch({ op: 'remove', path: '/*/*' }),
    badRequest(
      'Cannot remove method setting */* because there is no method setting for this method ',
    ),
  );
});

test('logging needs the CloudWatch role of the account', async (t) => {
  const { clients, patch, read } = await deployedStage(t);
  await disableLogging(clients);
  const before = await read();
  const noRole = badRequest(
    'CloudWatch Logs role ARN must be set in account settings to enable logging',
  );
  const info = { op: 'replace', path: '/*/*/logging/loglevel', value: 'INFO' } as const;
  const accessLog = [
    { op: 'replace', path: '/accessLogSettings/destinationArn', value: logGroup },
    { op: 'replace', path: '/accessLogSettings/format', value: '$context.requestId' },
  ] as const;
  await refuses(t, patch(info), noRole);
  await refuses(t, patch(...accessLog), noRole);
  t.deepEqual(await read(), before);

  await enableLogging(t, clients);
  await patch(info);
  const { accessLogSettings } = await patch(...accessLog);
  t.deepEqual(accessLogSettings, { destinationArn: logGroup, format: '$context.requestId' });
  const without = await patch({ op: 'remove', path: '/accessLogSettings' });
  t.is(without.accessLogSettings, undefined);
});

test('an access log format without a request id is refused', async (t) => {
  const { patch } = await deployedStage(t);
  await refuses(
    t,
    patch({ op: 'replace', path: '/accessLogSettings/format', value: '$context.status' }),
    badRequest(/must contain at least \$context\.requestId/),
  );
});

test('unknown paths and operations are refused, and name those that exist', async (t) => {
  const { patch } = await deployedStage(t);
  await refuses(
    t,
    patch({ op: 'replace', path: '/nonsense', value: 'x' }),
    badRequest(
      /^Invalid method setting path: \/nonsense\. Must be one of: \[\/deploymentId, .*\/\{resourcePath\}\/\{httpMethod\}\/logging\/loglevel/,
    ),
  );
  await refuses(
    t,
    patch({ op: 'remove', path: '/deploymentId' }),
    badRequest(
      'Cannot remove method setting deploymentId because there is no method setting for this method ',
    ),
  );
  await refuses(
    t,
    patch({ op: 'add', path: '/canarySettings/deploymentId', value: 'x' }),
    badRequest('Invalid add operation with path: /canarySettings/deploymentId'),
  );
  await refuses(
    t,
    patch({ op: 'copy', path: '/description', from: '/variables' }),
    badRequest(/^Invalid copy operation with path: \/description and from \/variables\. Valid/),
  );
  await refuses(
    t,
    patch({ op: 'replace', path: '/accessLogSettings/level', value: 'x' }),
    badRequest(
      'Invalid accessLogSettings path. Must be one of : [/accessLogSettings/destinationArn, /accessLogSettings/format]',
    ),
  );
  await refuses(
    t,
    patch({ op: 'replace', path: '/accessLogSettings/format', value: '' }),
    badRequest('Access Log value must not be empty'),
  );
  await refuses(
    t,
    patch({ op: 'replace', path: '/deploymentId', value: 'abc123' }),
    badRequest('Deployment id does not exist'),
  );
});

test('patches are all applied or none: one bad one at the end leaves the stage as it was', async (t) => {
  const { clients, restApiId, patch, read } = await deployedStage(t);
  const before = await read();
  const value = await deploy(clients.apigateway, restApiId);
  await refuses(
    t,
    patch(
      { op: 'replace', path: '/deploymentId', value },
      { op: 'replace', path: '/variables/LambdaAlias', value: 'PROD' },
      { op: 'replace', path: '/nothing', value: 'x' },
    ),
    badRequest(/^Invalid method setting path: \/nothing\./),
  );
  t.deepEqual(await read(), before);
  const moved = await patch({ op: 'replace', path: '/deploymentId', value });
  t.is(moved.deploymentId, value);
});
