import {
  CreateDeploymentCommand,
  CreateRestApiCommand,
  DeleteDeploymentCommand,
  DeleteResourceCommand,
  GetDeploymentCommand,
  GetDeploymentsCommand,
  GetExportCommand,
  GetResourcesCommand,
  GetStagesCommand,
  ImportRestApiCommand,
  PutRestApiCommand,
  UpdateDeploymentCommand,
} from '@aws-sdk/client-api-gateway';
import test from 'ava';
import { startEmbedded } from '../../_helpers/embedded.ts';
import { deleteLater, deploy, greetingBody, refuses } from './_api.ts';
import { deployedStage } from './_stage.ts';

const badRequest = (message: string) => ({ name: 'BadRequestException', status: 400, message });

test('an API without methods, or with a method without an integration, is not deployed', async (t) => {
  const { apigateway } = (await startEmbedded(t)).clients;
  const { id: restApiId = '' } = await apigateway.send(new CreateRestApiCommand({ name: 'empty' }));
  deleteLater(t, apigateway, restApiId);
  await refuses(
    t,
    deploy(apigateway, restApiId),
    badRequest("The REST API doesn't contain any methods"),
  );

  const { 'x-amazon-apigateway-integration': _none, ...get } = greetingBody.paths['/greeting'].get;
  const body = { ...greetingBody, paths: { '/greeting': { get } } };
  await apigateway.send(
    new PutRestApiCommand({ restApiId, body: Buffer.from(JSON.stringify(body)) }),
  );
  await refuses(
    t,
    deploy(apigateway, restApiId, 'prod'),
    badRequest('No integration defined for method'),
  );
  t.deepEqual((await apigateway.send(new GetStagesCommand({ restApiId }))).item, []);
  t.deepEqual((await apigateway.send(new GetDeploymentsCommand({ restApiId }))).items, []);
});

test('a deployment can make a stage, and moves it the next time', async (t) => {
  const { clients, restApiId, deploymentId, read } = await deployedStage(t);
  t.regex(deploymentId, /^[a-z0-9]{6}$/);
  t.is((await read()).deploymentId, deploymentId);
  const second = await clients.apigateway.send(
    new CreateDeploymentCommand({
      restApiId,
      stageName: 'prod',
      stageDescription: 'moved',
      description: 'second',
      variables: { a: '1' },
    }),
  );
  t.is(second.$metadata.httpStatusCode, 201);
  t.like(await read(), { deploymentId: second.id, description: 'moved', variables: { a: '1' } });
});

test('a deployment with a wrong variable makes neither deployment nor stage', async (t) => {
  const { clients, restApiId, deploymentId, read } = await deployedStage(t);
  const before = await read();
  const variables = { a: "it's" };
  await t.throwsAsync(
    clients.apigateway.send(
      new CreateDeploymentCommand({ restApiId, stageName: 'prod', variables }),
    ),
    { name: 'BadRequestException', message: /^Invalid stage variable value/ },
  );
  t.deepEqual(await read(), before);
  const { items } = await clients.apigateway.send(new GetDeploymentsCommand({ restApiId }));
  t.deepEqual(
    items?.map(({ id }) => id),
    [deploymentId],
  );
});

test('edits of the API do not change what a stage serves', async (t) => {
  const { clients, restApiId, stage } = await deployedStage(t);
  const { apigateway } = clients;
  const served = async () => {
    const parameters = { extensions: 'apigateway' };
    const exported = new GetExportCommand({ ...stage, exportType: 'oas30', parameters });
    return Buffer.from((await apigateway.send(exported)).body ?? []).toString();
  };
  const before = await served();
  const { items = [] } = await apigateway.send(new GetResourcesCommand({ restApiId }));
  const resourceId = items.find(({ path }) => path === '/greeting')?.id ?? '';
  await apigateway.send(new DeleteResourceCommand({ restApiId, resourceId }));
  t.is(await served(), before);
  const body = { ...greetingBody, info: { title: 'other', version: '2' } };
  await apigateway.send(
    new PutRestApiCommand({
      restApiId,
      mode: 'overwrite',
      body: Buffer.from(JSON.stringify(body)),
    }),
  );
  t.is(await served(), before);
});

test('a deployment is described, listed in pages, and deleted once no stage has it', async (t) => {
  const { clients, restApiId, deploymentId, patch } = await deployedStage(t);
  const { apigateway } = clients;
  const other = await deploy(apigateway, restApiId);
  const call = { restApiId, deploymentId };
  await apigateway.send(
    new UpdateDeploymentCommand({
      ...call,
      patchOperations: [{ op: 'replace', path: '/description', value: 'first' }],
    }),
  );
  const read = await apigateway.send(new GetDeploymentCommand({ ...call, embed: ['apisummary'] }));
  t.is(read.description, 'first');
  t.deepEqual(read.apiSummary, {
    '/greeting': { GET: { authorizationType: 'NONE', apiKeyRequired: false } },
  });
  const first = await apigateway.send(new GetDeploymentsCommand({ restApiId, limit: 1 }));
  t.deepEqual(
    first.items?.map(({ id }) => id),
    [deploymentId],
  );
  t.truthy(first.position);

  await refuses(
    t,
    apigateway.send(new DeleteDeploymentCommand(call)),
    badRequest('Active stages pointing to this deployment must be moved or deleted'),
  );
  await patch({ op: 'replace', path: '/deploymentId', value: other });
  const deleted = await apigateway.send(new DeleteDeploymentCommand(call));
  t.is(deleted.$metadata.httpStatusCode, 202);
  await refuses(t, apigateway.send(new GetDeploymentCommand(call)), {
    name: 'NotFoundException',
    status: 404,
    message: 'Invalid Deployment identifier specified',
  });
});

test('a failed import makes no API', async (t) => {
  const { apigateway } = (await startEmbedded(t)).clients;
  await t.throwsAsync(apigateway.send(new ImportRestApiCommand({ body: Buffer.from('[]') })), {
    name: 'BadRequestException',
    message: /^Invalid OpenAPI input/,
  });
});
