import { setTimeout as delay } from 'node:timers/promises';
import { CreateDeploymentCommand } from '@aws-sdk/client-api-gateway';
import test, { type ExecutionContext } from 'ava';
import * as pulumi from '@pulumi/pulumi';
import { z } from 'zod';
import { createApi } from '../../../infra/api.ts';
import type { SettingsByStage, StageSettings } from '../../../stack/stage-settings.ts';
import type { StackOutputs } from '../../../stack/outputs.ts';
import { useEndpoint } from '../behaviour/release/_runner-calls.ts';
import { createStack } from '../behaviour/release/_stack.ts';
import { jsonOf, named, placeAtHome, runProgram } from './_resources.ts';
import { greetingRoutes } from '../_helpers/greeting.ts';

const functionArn = 'arn:aws:lambda:eu-west-1:123456789012:function:greeting';
const outputsOf = z.object({ deploymentId: z.string(), definition: z.string() });

const prod: StageSettings = {
  throttling: { rateLimit: 7, burstLimit: 9 },
  logging: 'INFO',
  dataTrace: false,
  variables: { table: 'orders' },
};

async function make(
  name = 'greeting',
  previous?: StackOutputs,
  stages: SettingsByStage = { prod },
  disableExecuteApiEndpoint = false,
) {
  const { resources, outputs } = await runProgram(async () => {
    const api = await createApi(name, placeAtHome(previous), pulumi.output(functionArn), {
      ...{ routes: greetingRoutes(), stages, disableExecuteApiEndpoint },
    });
    return { deploymentId: api.deploymentId, definition: api.definition };
  });
  return { resources, ...outputsOf.parse(outputs) };
}

test.serial('the API is what the definition says, for this function', async (t) => {
  const api = named((await make()).resources, 'api');
  t.like(api.props, { name: 'greeting', endpointConfiguration: { types: 'REGIONAL' } });
  t.like(jsonOf(api, 'body'), { info: { title: 'greeting' } });
  t.regex(String(api.props.body), new RegExp(`${functionArn}:\\$\\{stageVariables.LambdaAlias\\}`));
  t.true(api.isProtected);
});

test.serial(
  'another API definition is another deployment, and the one before is kept',
  async (t) => {
    const { resources, definition, deploymentId } = await make();
    const deployment = named(resources, 'deployment');
    t.is(deploymentId, 'deployment-id');
    t.is(deployment.props.restApi, 'api-id');
    t.true(deployment.isRetained);
    t.is((await make()).definition, definition);
    const other = await make('other');
    t.not(other.definition, definition);
    t.notDeepEqual(named(other.resources, 'deployment').props.triggers, deployment.props.triggers);
  },
);

test.serial('an API that is closed but for domains is another deployment', async (t) => {
  const open = await make();
  const closed = await make('greeting', undefined, { prod }, true);
  t.false(named(open.resources, 'api').props.disableExecuteApiEndpoint);
  t.true(named(closed.resources, 'api').props.disableExecuteApiEndpoint);
  t.not(closed.definition, open.definition);
});

const newest = 'API definition sha256 newest';
/** API Gateway tells by seconds when a deployment was made. */
const nextSecond = () => delay(1_000);

/** A stack that gave out `newest` last, and whose API has these deployments. */
async function before(
  t: ExecutionContext,
  descriptions: readonly string[],
  waitBetween = () => Promise.resolve(),
) {
  const { url, clients, outputs } = await createStack(t);
  useEndpoint(t, url);
  const { restApiId } = outputs;
  const ids: string[] = [];
  for (const description of descriptions) {
    const { id = '' } = await clients.apigateway.send(
      new CreateDeploymentCommand({ restApiId, description }),
    );
    ids.push(id);
    await waitBetween();
  }
  const previous = {
    functionName: 'greeting',
    functionArn,
    restApiId,
    deploymentId: 'deployment-id',
    definition: newest,
    targets: {},
  };
  return { ids, previous };
}

test.serial('a definition that comes back finds the deployment that it had', async (t) => {
  const { definition } = await make();
  const described = named((await make()).resources, 'deployment').props.description;
  const made = [String(described), newest, 'by hand'];
  const { ids, previous } = await before(t, made, nextSecond);
  const again = await make('greeting', previous);
  t.is(again.deploymentId, ids[0] ?? 'none');
  t.is(again.definition, newest, 'and the newest deployment stays as it is');
  t.not(again.definition, definition);
  t.deepEqual(named(again.resources, 'deployment').props.triggers, { apiDefinition: newest });
});

test.serial(
  'a deployment of a run that failed then is not made anew under another name',
  async (t) => {
    const { definition } = await make();
    const { ids, previous } = await before(t, [newest, definition], nextSecond);
    const again = await make('greeting', previous);
    t.is(again.deploymentId, ids[1] ?? 'none');
    t.is(again.definition, definition);
    t.is(named(again.resources, 'deployment').props.description, definition);
  },
);

test.serial('other settings of an API stage are another deployment', async (t) => {
  const described = named((await make()).resources, 'deployment').props.description;
  const { ids, previous } = await before(t, [newest, String(described)]);
  const edited = { ...prod, throttling: { rateLimit: 1, burstLimit: 1 } };
  for (const stages of [{ prod: edited }, { prod, beta: prod }]) {
    const other = await make('greeting', previous, stages);
    t.is(other.deploymentId, 'deployment-id');
    t.not(named(other.resources, 'deployment').props.description, described);
  }
  t.is((await make('greeting', previous)).deploymentId, ids.at(-1) ?? 'none');
});

test.serial('without one of its API stages, a deployment is still the same', async (t) => {
  const both = await make('greeting', undefined, { prod, beta: prod });
  const described = String(named(both.resources, 'deployment').props.description);
  const one = String(named((await make()).resources, 'deployment').props.description);
  const { ids, previous } = await before(t, [one, described]);
  const [ofOne = '', ofBoth = ''] = ids;
  t.is((await make('greeting', { ...previous, deploymentId: ofBoth })).deploymentId, ofBoth);
  t.is((await make('greeting', { ...previous, deploymentId: ofOne })).deploymentId, ofOne);
});

test.serial('where the newest deployment is gone, none is made under its name', async (t) => {
  const { definition, resources } = await make();
  const described = named(resources, 'deployment').props.description;
  const { ids, previous } = await before(t, [String(described)]);
  const again = await make('greeting', previous);
  t.is(again.deploymentId, ids.at(-1) ?? 'none');
  t.is(again.definition, definition);
  t.is(named(again.resources, 'deployment').props.description, described);
});

test.serial('an API that is gone has no deployment to find', async (t) => {
  const { previous } = await before(t, []);
  const again = await make('greeting', { ...previous, restApiId: 'gone' });
  t.is(again.deploymentId, 'deployment-id');
});

test.serial('a definition that is new gets a deployment of its own', async (t) => {
  const { definition } = await make();
  const { previous } = await before(t, ['by hand']);
  const again = await make('greeting', previous);
  t.is(again.deploymentId, 'deployment-id');
  t.is(again.definition, definition);
});
