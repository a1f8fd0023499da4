import test from 'ava';
import * as pulumi from '@pulumi/pulumi';
import { createApi } from '../../../infra/api.ts';
import { jsonOf, named, runProgram } from './_resources.ts';

const functionArn = 'arn:aws:lambda:eu-west-1:123456789012:function:greeting';

async function make(name = 'greeting') {
  const { resources } = await runProgram(() => {
    const { restApi, deployment } = createApi(name, 'eu-west-1', pulumi.output(functionArn));
    return [restApi.id, deployment.id];
  });
  return resources;
}

test.serial('the API is what the definition says, for this function', async (t) => {
  const api = named(await make(), 'api');
  t.like(api.props, { name: 'greeting', endpointConfiguration: { types: 'REGIONAL' } });
  t.like(jsonOf(api, 'body'), { info: { title: 'greeting' } });
  t.regex(String(api.props.body), new RegExp(`${functionArn}:\\$\\{stageVariables.LambdaAlias\\}`));
});

test.serial(
  'another API definition is another deployment, and the one before is kept',
  async (t) => {
    const deployment = named(await make(), 'deployment');
    t.deepEqual(named(await make(), 'deployment').props.triggers, deployment.props.triggers);
    t.notDeepEqual(
      named(await make('other'), 'deployment').props.triggers,
      deployment.props.triggers,
    );
    t.true(deployment.isRetained);
    t.is(deployment.props.restApi, 'api-id');
  },
);
