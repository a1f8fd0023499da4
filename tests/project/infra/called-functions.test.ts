import * as pulumi from '@pulumi/pulumi';
import { Deployment } from '@pulumi/aws/apigateway/deployment.js';
import { RestApi } from '@pulumi/aws/apigateway/restApi.js';
import test from 'ava';
import { findCalledFunction, permitCalls } from '../../../infra/called-functions.ts';
import { listOtherFunctions } from '../../../infra/route-rules.ts';
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
  t.deepEqual(listOtherFunctions({ paths }), [uriOf('${billing}')]);
});

test.serial('an API stage may call the other function, from its own routes', async (t) => {
  const { resources } = await runProgram(() => {
    const restApi = new RestApi('api', {});
    const deployment = new Deployment('deployment', { restApi: restApi.id });
    const otherFunctions = [{ id: 'a1', uri: pulumi.output(uriOf(`${arn}:PROD`)) }];
    const ids = { deploymentId: 'd', definition: 'e' };
    permitCalls({ restApi, deployment, ...ids, otherFunctions }, 'v1', {}, placeAtHome());
  });
  t.true(named(resources, 'v1-calls-a1').isRetained, 'what is served may still call it');
  t.deepEqual(named(resources, 'v1-calls-a1').props, {
    action: 'lambda:InvokeFunction',
    function: arn,
    qualifier: 'PROD',
    principal: 'apigateway.amazonaws.com',
    sourceArn: `arn:aws:execute-api:${region}:${account}:api/v1/*/*`,
  });
});
