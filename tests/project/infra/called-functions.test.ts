import * as pulumi from '@pulumi/pulumi';
import { RestApi } from '@pulumi/aws/apigateway/restApi.js';
import test from 'ava';
import { findCalledFunction, permitCalls } from '../../../infra/called-functions.ts';
import { listOtherCalls } from '../../../infra/route-rules.ts';
import { account, region } from '../../../local/tests/_helpers/account.ts';
import { named, placeAtHome, runProgram } from './_resources.ts';

const arn = `arn:aws:lambda:${region}:${account}:function:billing`;
const uriOf = (called: string) =>
  `arn:aws:apigateway:${region}:lambda:path/2015-03-31/functions/${called}/invocations`;

test('the function that a uri calls is found, with its qualifier', (t) => {
  t.deepEqual(findCalledFunction(uriOf(arn), {}), { arn });
  t.deepEqual(findCalledFunction(uriOf(`${arn}:PROD`), {}), { arn, qualifier: 'PROD' });
  t.deepEqual(findCalledFunction(uriOf(`${arn}:\${stageVariables.billing}`), { billing: 'LIVE' }), {
    arn,
    qualifier: 'LIVE',
  });
  t.is(findCalledFunction('https://example.test/', {}), undefined);
});

test('routes name other functions, each once, and the own one does not count', (t) => {
  const get = (uri?: string) => ({
    get: { 'x-amazon-apigateway-integration': { type: 'aws_proxy', ...(uri && { uri }) } },
  });
  const paths = {
    '/a': get(uriOf('${billing}')),
    '/b': get(uriOf('${billing}')),
    '/c': get(uriOf('${functionArn}:${stageVariables.LambdaAlias}')),
    '/d': get(),
    '/e': get('https://example.test/'),
  };
  t.deepEqual(listOtherCalls({ paths }), [{ caller: 'route', uri: uriOf('${billing}') }]);
});

test('so do authorizers, but for those that are called in a role', (t) => {
  const scheme = (authorizerUri: string, more: object = {}) => ({
    type: 'apiKey',
    'x-amazon-apigateway-authorizer': { type: 'request', authorizerUri, ...more },
  });
  const guard = uriOf('${guard}:${stageVariables.guard}');
  const securitySchemes = {
    guard: scheme(guard),
    again: scheme(guard),
    own: scheme(uriOf('${functionArn}:LIVE')),
    inRole: scheme(uriOf('${other}'), { authorizerCredentials: 'arn:aws:iam::1:role/r' }),
    pool: { type: 'apiKey', 'x-amazon-apigateway-authorizer': { type: 'cognito_user_pools' } },
    key: { type: 'apiKey', name: 'x-api-key', in: 'header' },
  };
  const document = { paths: {}, components: { securitySchemes } };
  t.deepEqual(listOtherCalls(document), [{ caller: 'authorizer', uri: guard }]);
});

test.serial(
  'an API stage may call the other function, from its own routes or an authorizer',
  async (t) => {
    const { resources } = await runProgram(() => {
      const restApi = new RestApi('api', {});
      const call = { id: 'a1', uri: pulumi.output(uriOf(`${arn}:PROD`)) };
      const otherCalls = (['route', 'authorizer'] as const).map((caller) => ({ ...call, caller }));
      permitCalls({ restApi, otherCalls }, 'v1', {}, placeAtHome());
    });
    t.true(named(resources, 'v1-calls-a1').isRetained, 'what is served may still call it');
    const permission = (sourceArn: string) => ({
      action: 'lambda:InvokeFunction',
      function: arn,
      qualifier: 'PROD',
      principal: 'apigateway.amazonaws.com',
      sourceArn: `arn:aws:execute-api:${region}:${account}:${sourceArn}`,
    });
    t.deepEqual(named(resources, 'v1-calls-a1').props, permission('api/v1/*/*'));
    t.deepEqual(named(resources, 'v1-asks-a1').props, permission('api/authorizers/*'));
  },
);
