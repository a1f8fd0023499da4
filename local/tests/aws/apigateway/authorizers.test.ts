import {
  CreateAuthorizerCommand,
  DeleteAuthorizerCommand,
  GetAuthorizerCommand,
  GetAuthorizersCommand,
  PutMethodCommand,
  UpdateAuthorizerCommand,
} from '@aws-sdk/client-api-gateway';
import type { CreateAuthorizerCommandInput, PatchOperation } from '@aws-sdk/client-api-gateway';
import test from 'ava';
import { refuses } from './_api.ts';
import { emptyApi } from './_empty-api.ts';

const authorizerUri =
  'arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/arn:aws:lambda:eu-west-1:123456789012:function:auth/invocations';
const token = {
  ...{ name: 'auth', type: 'TOKEN' as const, authorizerUri },
  identitySource: 'method.request.header.Authorization',
};

test('an authorizer is made, read, changed, and kept while a method names it', async (t) => {
  const { apigateway, restApiId, resourceId } = await emptyApi(t);
  const made = await apigateway.send(new CreateAuthorizerCommand({ restApiId, ...token }));
  t.like(made, { ...token, authType: 'custom', authorizerResultTtlInSeconds: undefined });
  const authorizerId = made.id ?? '';
  const of = { restApiId, authorizerId };
  const { items } = await apigateway.send(new GetAuthorizersCommand({ restApiId }));
  t.like(items, [{ id: authorizerId }]);
  const patch = (...patchOperations: PatchOperation[]) =>
    apigateway.send(new UpdateAuthorizerCommand({ ...of, patchOperations }));
  const changed = await patch(
    { op: 'replace', path: '/authorizerResultTtlInSeconds', value: '0' },
    { op: 'replace', path: '/identityValidationExpression', value: 'Bearer .+' },
  );
  t.like(changed, { authorizerResultTtlInSeconds: 0, identityValidationExpression: 'Bearer .+' });
  await t.throwsAsync(
    patch({ op: 'replace', path: '/authorizerResultTtlInSeconds', value: '3601' }),
    { name: 'BadRequestException' },
  );
  const method = { restApiId, resourceId, authorizerId, authorizationType: 'CUSTOM' };
  const put = await apigateway.send(new PutMethodCommand({ ...method, httpMethod: 'GET' }));
  t.like(put, { authorizationType: 'CUSTOM', authorizerId });
  const remove = () => apigateway.send(new DeleteAuthorizerCommand(of));
  await t.throwsAsync(remove(), { name: 'ConflictException' });
});

test('an authorizer that no method names is deleted', async (t) => {
  const { apigateway, restApiId } = await emptyApi(t);
  const { id } = await apigateway.send(new CreateAuthorizerCommand({ restApiId, ...token }));
  const of = { restApiId, authorizerId: id };
  const deleted = await apigateway.send(new DeleteAuthorizerCommand(of));
  t.is(deleted.$metadata.httpStatusCode, 202);
  await refuses(t, apigateway.send(new GetAuthorizerCommand(of)), {
    name: 'NotFoundException',
    status: 404,
    message: 'Invalid Authorizer identifier specified',
  });
});

const wrong: readonly (readonly [string, Partial<CreateAuthorizerCommandInput>])[] = [
  ['no name', { name: '' }],
  ['no function', { authorizerUri: undefined }],
  ['a URI that is no function', { authorizerUri: 'https://example.com' }],
  ['no identity source', { identitySource: undefined }],
  [
    'a token from two places',
    { identitySource: `${token.identitySource},${token.identitySource}` },
  ],
  ['a token from the query', { identitySource: 'method.request.querystring.token' }],
  ['a result that is kept too long', { authorizerResultTtlInSeconds: 3601 }],
  ['an expression that is none', { identityValidationExpression: '(' }],
  ['a request without sources, cached', { type: 'REQUEST', identitySource: undefined }],
  ['a user pool without its ARN', { type: 'COGNITO_USER_POOLS' }],
];

for (const [title, part] of wrong) {
  test(`an authorizer with ${title} is refused`, async (t) => {
    const { apigateway, restApiId } = await emptyApi(t);
    const call = new CreateAuthorizerCommand({ restApiId, ...token, ...part });
    await t.throwsAsync(apigateway.send(call), { name: 'BadRequestException' });
  });
}

test('two authorizers have two names, and a request without sources is asked each time', async (t) => {
  const { apigateway, restApiId } = await emptyApi(t);
  const make = (part: Partial<CreateAuthorizerCommandInput>) =>
    apigateway.send(new CreateAuthorizerCommand({ restApiId, ...token, ...part }));
  const asked = { type: 'REQUEST' as const, identitySource: undefined };
  await make({ ...asked, authorizerResultTtlInSeconds: 0 });
  await t.throwsAsync(make({}), { name: 'ConflictException' });
});

test('to make an authorizer of an API that is not there is a conflict', async (t) => {
  const { apigateway } = await emptyApi(t);
  const call = new CreateAuthorizerCommand({ restApiId: 'none', ...token });
  await refuses(t, apigateway.send(call), {
    name: 'ConflictException',
    status: 409,
    message: 'Unable to complete operation due to concurrent modification. Please try again later.',
  });
});
