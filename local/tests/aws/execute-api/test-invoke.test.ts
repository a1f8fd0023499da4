import {
  CreateResourceCommand,
  PutIntegrationCommand,
  PutIntegrationResponseCommand,
  PutMethodCommand,
  TestInvokeMethodCommand,
} from '@aws-sdk/client-api-gateway';
import type { PutIntegrationCommandInput } from '@aws-sdk/client-api-gateway';
import test from 'ava';
import type { ExecutionContext } from 'ava';
import { account, region } from '../../_helpers/account.ts';
import { refuses } from '../apigateway/_api.ts';
import { emptyApi } from '../apigateway/_empty-api.ts';
import { lambdaUri } from './_deployed.ts';

async function withMethod(
  t: ExecutionContext,
  integration: Partial<PutIntegrationCommandInput>,
  httpMethod = 'GET',
) {
  const { apigateway, restApiId, resourceId: parentId } = await emptyApi(t);
  const pets = await apigateway.send(
    new CreateResourceCommand({ restApiId, parentId, pathPart: 'pets' }),
  );
  const { id: resourceId } = await apigateway.send(
    new CreateResourceCommand({ restApiId, parentId: pets.id, pathPart: '{petId}' }),
  );
  const method = { restApiId, resourceId, httpMethod };
  await apigateway.send(new PutMethodCommand({ ...method, authorizationType: 'NONE' }));
  await apigateway.send(new PutIntegrationCommand({ ...method, type: 'MOCK', ...integration }));
  await apigateway.send(
    new PutIntegrationResponseCommand({
      ...method,
      statusCode: '200',
      responseTemplates: {
        'application/json': `{"petId": "$input.params('petId')", "v": "$stageVariables.v"}`,
      },
    }),
  );
  return { apigateway, method };
}

const requestTemplates = { 'application/json': '{"statusCode": 200}' };

test('a method is run without a deployment, and tells its log', async (t) => {
  const { apigateway, method } = await withMethod(t, { requestTemplates });
  const { log = '', ...answer } = await apigateway.send(
    new TestInvokeMethodCommand({
      ...{ ...method, pathWithQueryString: '/pets/123?foo=bar', body: 'sent' },
      stageVariables: { v: '1' },
    }),
  );
  t.like(answer, {
    status: 200,
    body: '{"petId": "123", "v": "1"}',
    headers: { 'Content-Type': 'application/json' },
    multiValueHeaders: { 'Content-Type': ['application/json'] },
  });
  t.is(typeof answer.latency, 'number');
  const [first = '', ...lines] = log.split('\n');
  const requestId = first.replace('Execution log for request ', '');
  t.regex(lines[0] ?? '', /^[A-Z][a-z]{2} [A-Z][a-z]{2} \d\d \d\d:\d\d:\d\d UTC \d{4} : /);
  t.deepEqual(
    lines.map((line) => line.replace(/^.{28} : /, '')),
    [
      `Starting execution for request: ${requestId}`,
      'HTTP Method: GET, Resource Path: /pets/123',
      'Method request path: {petId=123}',
      'Method request query string: {foo=bar}',
      'Method request headers: {}',
      'Method request body before transformations: sent',
      'Method response body after transformations: {"petId": "123", "v": "1"}',
      'Method response headers: {Content-Type=application/json}',
      'Successfully completed execution',
      'Method completed with status: 200',
      '',
    ],
  );
});

test('without a path the resource is its own, and another path has no parameters', async (t) => {
  const { apigateway, method } = await withMethod(t, { requestTemplates });
  const petId = async (pathWithQueryString?: string) => {
    const { body = '' } = await apigateway.send(
      new TestInvokeMethodCommand({ ...method, pathWithQueryString }),
    );
    return /"petId": "(.*?)"/.exec(body)?.[1];
  };
  t.is(await petId(), '{petId}');
  t.is(await petId('/random/test'), '');
});

test('a method is run by the ANY of its resource', async (t) => {
  const { apigateway, method } = await withMethod(t, { requestTemplates }, 'ANY');
  for (const httpMethod of ['GET', 'ANY']) {
    const { status, log } = await apigateway.send(
      new TestInvokeMethodCommand({ ...method, httpMethod }),
    );
    t.is(status, 200);
    t.true(log?.includes(`HTTP Method: ${httpMethod},`));
  }
});

test('what fails is answered as a stage answers it', async (t) => {
  const uri = lambdaUri(`arn:aws:lambda:${region}:${account}:function:missing`);
  const integration = { type: 'AWS_PROXY', integrationHttpMethod: 'POST', uri } as const;
  const { apigateway, method } = await withMethod(t, integration);
  const answer = await apigateway.send(new TestInvokeMethodCommand(method));
  t.like(answer, {
    status: 500,
    body: '{"message": "Internal server error"}',
    headers: { 'x-amzn-ErrorType': 'InternalServerErrorException' },
  });
  t.regex(
    answer.log ?? '',
    /Execution failed due to configuration error: .*\n.* : Method completed with status: 500\n$/,
  );
  const call = { ...method, httpMethod: 'PUT' };
  await refuses(t, apigateway.send(new TestInvokeMethodCommand(call)), {
    name: 'NotFoundException',
    status: 404,
    message: 'Invalid Method identifier specified',
  });
});
