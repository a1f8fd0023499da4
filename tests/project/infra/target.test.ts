import test from 'ava';
import * as pulumi from '@pulumi/pulumi';
import { createApi } from '../../../infra/api.ts';
import { createTarget } from '../../../infra/target.ts';
import type { StackOutputs } from '../../../stack/outputs.ts';
import { parseSettings } from '../../../stack/settings.ts';
import { account, region } from '../../../local/tests/_helpers/account.ts';
import { makeFunction, named, placeAtHome, runProgram } from './_resources.ts';
import { greetingRoutes } from '../_helpers/greeting.ts';

async function make(
  changes: Readonly<Record<string, unknown>> = {},
  previous?: StackOutputs,
  hasStandby = false,
) {
  const prod = { name: 'prod', alias: 'PROD', apiStage: 'v1', ...changes };
  const settings = parseSettings({ function: { name: 'greeting' }, targets: [prod] });
  return runProgram(async () => {
    const lambda = makeFunction(settings.function);
    const arn = pulumi.output('arn:aws:lambda:::function:greeting');
    const api = await createApi('greeting', placeAtHome(), arn, {
      routes: greetingRoutes(),
    });
    const context = {
      lambda,
      api,
      functionSettings: settings.function,
      loggingDependsOn: [],
      place: placeAtHome(previous),
      aliasVersions: { PROD: '7', PROD_STANDBY: '6' },
    };
    return settings.targets.map((target) => createTarget(target, hasStandby, context));
  });
}

test.serial('a target gives out where it is, the URL without a slash at its end', async (t) => {
  t.deepEqual((await make()).outputs, [
    {
      alias: 'PROD',
      aliasArn: 'arn:aws:mock:::PROD-alias',
      apiStage: 'v1',
      executionLogGroup: 'API-Gateway-Execution-Logs_api-id/v1',
      url: 'https://api.test/v1',
    },
  ]);
});

test.serial('a log group that API Gateway made before this program is left to it', async (t) => {
  const target = { alias: 'PROD', aliasArn: 'arn', apiStage: 'v1', url: 'https://api.test/v1' };
  const outputs = {
    functionName: 'greeting',
    functionArn: 'arn',
    restApiId: 'a',
    deploymentId: 'd',
  };
  const log = 'v1-execution-logs';
  const find = async (before: StackOutputs['targets'][string]) =>
    (await make({}, { ...outputs, targets: { prod: before } })).resources.some(
      ({ name }) => name === log,
    );
  t.false(await find(target));
  t.true(await find({ ...target, executionLogGroup: 'made here' }));
  t.true(await find({ ...target, apiStage: 'another' }));
});

for (const [alias, functionVersion] of [
  ['PROD', '7'],
  ['PROD_STANDBY', '6'],
] as const) {
  test.serial(
    `the alias ${alias} begins where it is safe, and is left to the runner`,
    async (t) => {
      const { resources } = await make();
      const { props, ignoreChanges, isProtected } = named(resources, `${alias}-alias`);
      t.deepEqual(props, { name: alias, functionName: 'greeting', functionVersion });
      t.deepEqual([...ignoreChanges].sort(), ['description', 'functionVersion', 'routingConfig']);
      t.true(isProtected);
    },
  );

  test.serial(`only the API stage of its target may invoke ${alias}`, async (t) => {
    const { resources } = await make();
    const { props, isProtected } = named(resources, `${alias}-permission`);
    t.true(isProtected);
    t.deepEqual(props, {
      action: 'lambda:InvokeFunction',
      function: 'greeting',
      qualifier: alias,
      principal: 'apigateway.amazonaws.com',
      sourceArn: `arn:aws:execute-api:${region}:${account}:api/v1/*/*`,
    });
  });
}

test.serial('what a stage serves is left to the runner, the rest is not', async (t) => {
  const { props, ignoreChanges, isProtected } = named((await make()).resources, 'v1-stage');
  t.true(isProtected);
  t.like(props, {
    stageName: 'v1',
    deployment: 'deployment-id',
    variables: { LambdaAlias: 'PROD' },
  });
  t.deepEqual([...ignoreChanges].sort(), ['canarySettings', 'deployment', 'variables']);
  const { ignoreChanges: ofMethods } = named((await make()).resources, 'v1-method-settings');
  t.deepEqual(ofMethods, ['settings']);
});

test.serial("a stage has its target's variables beside the one of the runner", async (t) => {
  const { resources } = await make({ variables: { table: 'orders' } });
  t.deepEqual(named(resources, 'v1-stage').props.variables, {
    table: 'orders',
    LambdaAlias: 'PROD',
  });
});

test.serial('access is logged where the stack does not say otherwise', async (t) => {
  const { resources } = await make();
  t.like(named(resources, 'v1-access-logs').props, {
    name: '/aws/apigateway/greeting/v1',
    retentionInDays: 14,
  });
  t.like(named(resources, 'v1-stage').props, {
    accessLogSettings: { destinationArn: 'arn:aws:mock:::v1-access-logs' },
  });

  const { resources: without } = await make({ accessLog: false });
  t.throws(() => named(without, 'v1-access-logs'));
  t.is(named(without, 'v1-stage').props.accessLogSettings, undefined);
});

for (const [logging, dataTrace, expected] of [
  ['INFO', true, true],
  ['INFO', false, false],
  ['ERROR', true, true],
  ['OFF', true, false],
] as const) {
  test.serial(
    `with logging ${logging}, data are ${expected ? '' : 'not '}traced when ${dataTrace ? '' : 'not '}asked for`,
    async (t) => {
      const { resources } = await make({
        logging,
        dataTrace,
        throttling: { rateLimit: 7, burstLimit: 9 },
      });
      t.like(named(resources, 'v1-method-settings').props, {
        stageName: 'v1',
        methodPath: '*/*',
        settings: {
          metricsEnabled: true,
          loggingLevel: logging,
          dataTraceEnabled: expected,
          throttlingRateLimit: 7,
          throttlingBurstLimit: 9,
        },
      });
    },
  );
}

test.serial('what the stage logs expires, whatever it logs now', async (t) => {
  t.like(named((await make()).resources, 'v1-execution-logs').props, {
    name: 'API-Gateway-Execution-Logs_api-id/v1',
    retentionInDays: 14,
  });
  const { resources } = await make({ logging: 'OFF' });
  t.like(named(resources, 'v1-execution-logs').props, { retentionInDays: 14 });
});

test.serial(
  'resources are named after what they are, so a target may get another name',
  async (t) => {
    const names = async (name: string) => (await make({ name })).resources.map((each) => each.name);
    t.deepEqual(await names('prod'), await names('production'));
  },
);

const withStandby = async (changes: Readonly<Record<string, unknown>> = {}) =>
  make(changes, undefined, true);

test.serial('a target with a standby stage gives out where that is', async (t) => {
  const { outputs } = await withStandby();
  t.like(outputs, [
    { apiStage: 'v1', standbyStage: 'v1_standby', standbyUrl: 'https://api.test/v1_standby' },
  ]);
});

test.serial('a standby stage begins closed, and what opens it is left to the runner', async (t) => {
  const throttling = { rateLimit: 7, burstLimit: 9 };
  const { resources } = await withStandby({ throttling, variables: { table: 'orders' } });
  const stage = named(resources, 'v1_standby-stage');
  t.like(stage.props, {
    stageName: 'v1_standby',
    variables: { table: 'orders', LambdaAlias: 'none' },
  });
  t.deepEqual([...stage.ignoreChanges].sort(), ['canarySettings', 'deployment', 'variables']);
  const methods = named(resources, 'v1_standby-method-settings');
  const ofTarget = named(resources, 'v1-method-settings');
  t.deepEqual(methods.ignoreChanges, ['settings']);
  t.deepEqual(methods.props.settings, ofTarget.props.settings);
});

test.serial('a standby stage may call the standby alias, and nothing else', async (t) => {
  const { resources } = await withStandby();
  const ofStage = resources.filter(
    ({ props }) => String(props.sourceArn).includes('/v1_standby/') && 'qualifier' in props,
  );
  t.deepEqual(
    ofStage.map(({ props }) => [props.qualifier, props.sourceArn]),
    [['PROD_STANDBY', `arn:aws:execute-api:${region}:${account}:api/v1_standby/*/*`]],
  );
});

test.serial('a standby stage logs as its target does, and goes with the setting', async (t) => {
  const { resources } = await withStandby();
  for (const suffix of ['access-logs', 'execution-logs']) {
    t.like(named(resources, `v1_standby-${suffix}`).props, { retentionInDays: 14 });
  }
  const own = resources.filter(({ name }) => name.startsWith('v1_standby-'));
  t.is(own.length, 5);
  t.true(own.every(({ isProtected }) => !isProtected));
  const { resources: silent } = await withStandby({ logging: 'OFF', accessLog: false });
  t.is(silent.filter(({ name }) => name.startsWith('v1_standby-')).length, 4);
});
