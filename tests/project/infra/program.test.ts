import { UpdateStageCommand } from '@aws-sdk/client-api-gateway';
import { PublishVersionCommand, UpdateAliasCommand } from '@aws-sdk/client-lambda';
import * as pulumi from '@pulumi/pulumi';
import { isDeepStrictEqual } from 'node:util';
import { Table } from '@pulumi/aws/dynamodb/table.js';
import test, { type ExecutionContext } from 'ava';
import { z } from 'zod';
import type { OwnModule, StackFacts } from '../../../infra/own-resources.ts';
import { program } from '../../../infra/program.ts';
import { parseOutputs, type StackOutputs } from '../../../stack/outputs.ts';
import { logGroups } from '../../../stack/policy/resources/watching.ts';
import { parseSettings, SettingsError } from '../../../stack/settings.ts';
import { fingerprintProgram, programTag } from '../../../stack/program-fingerprint.ts';
import { stackTag, toTags } from '../../../stack/stack-tag.ts';
import { TakenAwayError, type Retired } from '../../../stack/taken-away.ts';
import { project } from '../../../stack/project.ts';
import { projectRoot } from '../suite/project-root.ts';
import { account, region } from '../../../local/tests/_helpers/account.ts';
import { useEndpoint } from '../behaviour/release/_runner-calls.ts';
import { createStack } from '../behaviour/release/_stack.ts';
import { giveCloudWatchRole } from './_cloud-watch-role.ts';
import { jsonOf, named, runProgram } from './_resources.ts';
import { greetingParts } from '../_helpers/greeting.ts';

async function run(
  t: ExecutionContext,
  configured: Readonly<Record<string, unknown>>,
  {
    previous,
    retired,
    secretOutputNames,
  }: { previous?: StackOutputs; retired?: Retired; secretOutputNames?: readonly string[] } = {},
) {
  const { url, outputs, clients } = await createStack(t);
  useEndpoint(t, url);
  if (configured.manageApiGatewayAccount !== true) {
    await giveCloudWatchRole(clients);
  }
  const texts = Object.entries(configured).map(
    ([key, value]) => [`${project}:${key}`, JSON.stringify(value)] as const,
  );
  return runProgram(() => program({ retired }, greetingParts), {
    config: Object.fromEntries(texts),
    previous: previous && { ...previous, restApiId: outputs.restApiId },
    ...(secretOutputNames && { secretOutputNames }),
  });
}

test.serial('a stack gives out what the runner reads', async (t) => {
  const { outputs } = await run(t, { function: { name: 'greeting' } });
  const { functionName, restApiId, deploymentId, targets } = parseOutputs(outputs);
  t.deepEqual([functionName, restApiId, deploymentId], ['greeting', 'api-id', 'deployment-id']);
  t.deepEqual(Object.keys(targets), ['stage', 'prod']);
});

test.serial('the last target is tested on a standby stage unless it says otherwise', async (t) => {
  const targets = [
    { name: 'stage', alias: 'STAGE', apiStage: 'stage' },
    { name: 'prod', alias: 'PROD', apiStage: 'prod' },
  ];
  const standbys = async (...changes: readonly object[]) => {
    const configured = targets.map((target, index) => ({ ...target, ...changes[index] }));
    const { resources } = await run(t, { function: { name: 'greeting' }, targets: configured });
    return resources
      .filter(({ type }) => type === 'aws:apigateway/stage:Stage')
      .map(({ props }) => props.stageName);
  };
  t.deepEqual(await standbys(), ['stage', 'prod', 'prod_standby']);
  t.deepEqual(await standbys({}, { apiTier: 'after' }), ['stage', 'prod']);
  t.deepEqual(await standbys({}, { standby: 'off' }), ['stage', 'prod']);
  const all = await standbys({ apiTier: 'before' });
  t.deepEqual(all, ['stage', 'stage_standby', 'prod', 'prod_standby']);
});

test.serial('a stack has the targets that it says', async (t) => {
  const targets = [{ name: 'demo', alias: 'DEMO', apiStage: 'demo' }];
  const { outputs, resources } = await run(t, { function: { name: 'greeting' }, targets });
  t.deepEqual(Object.keys(parseOutputs(outputs).targets), ['demo']);
  t.is(resources.filter(({ type }) => type === 'aws:lambda/alias:Alias').length, 2);
});

const american = 'us-east-1';
const inBoth = {
  function: { name: 'greeting', bundle: { s3: true }, runtimeUpdates: 'FunctionUpdate' },
  manageApiGatewayAccount: true,
  ci: { github: { repository: 'ada/greeting' } },
};
const ofBoth = { ...inBoth, regions: [american, region] };
/** IAM knows no regions. */
const isGlobal = ({ type }: { readonly type: string }) => type.startsWith('aws:iam/');

test.serial('a region is added beside the home region, of which nothing changes', async (t) => {
  const alone = await run(t, inBoth);
  const { resources } = await run(t, ofBoth);
  const isElsewhere = ({ name }: { readonly name: string }) => name.startsWith(`${american}-`);
  const here = resources.filter((each) => !isElsewhere(each));
  const policies = /^(function-logging|deployer-(provisioning|releasing))$/;
  const known = (all: typeof resources) =>
    all
      .filter(({ name }) => !policies.test(name))
      // Archives are not the same object in both.
      .map((each) => JSON.stringify(each))
      .sort();
  t.deepEqual(known(here), known(alone.resources));
  t.deepEqual(here.map(({ name }) => name).sort(), alone.resources.map(({ name }) => name).sort());
  t.false(here.some(({ props }) => 'region' in props));

  const there = resources.filter(isElsewhere);
  t.true(there.every(({ props }) => props.region === american));
  t.false(there.some(isGlobal));
  t.deepEqual(
    there.map(({ name }) => name.slice(american.length + 1)).sort(),
    here
      .filter((each) => !isGlobal(each))
      .map(({ name }) => name)
      .sort(),
  );
  for (const each of there) {
    const twin = named(here, each.name.slice(american.length + 1));
    t.deepEqual([each.isProtected, each.isRetained], [twin.isProtected, twin.isRetained]);
    t.deepEqual(each.ignoreChanges, twin.ignoreChanges);
    const name = String(each.props.name).replace(`${american}-api-id`, 'api-id');
    t.is(name, String(twin.props.name), 'on AWS it has the same name in every region');
  }
});

test.serial('one role has the permissions of all regions', async (t) => {
  const { resources } = await run(t, ofBoth);
  t.deepEqual(jsonOf(named(resources, 'function-logging'), 'policy'), {
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
        Resource: ['function-logs', `${american}-function-logs`].map(
          (name) => `arn:aws:mock:::${name}:*`,
        ),
      },
    ],
  });
  for (const name of ['function', `${american}-function`]) {
    t.is(named(resources, name).props.role, 'arn:aws:mock:::function-role');
  }
  const deployer = String(named(resources, 'deployer-releasing').props.policy);
  for (const id of ['api-id', `${american}-api-id`]) {
    t.true(deployer.includes(`/restapis/${id}/`));
  }
});

test.serial('each region gives out its own, and the home region as before', async (t) => {
  const { regions, ...ofHome } = parseOutputs((await run(t, ofBoth)).outputs);
  t.deepEqual(ofHome, parseOutputs((await run(t, inBoth)).outputs));
  t.deepEqual(Object.keys(regions ?? {}), [american]);
  t.like(regions?.[american], {
    functionName: 'greeting',
    restApiId: `${american}-api-id`,
    deploymentId: `${american}-deployment-id`,
    targets: { stage: { apiStage: 'stage' }, prod: { standbyStage: 'prod_standby' } },
  });
});

test.serial('own resources are made in each region, by names of their own', async (t) => {
  const { url } = await createStack(t);
  useEndpoint(t, url);
  const seen: StackFacts[] = [];
  const own: OwnModule = {
    createOwnResources(facts) {
      seen.push(facts);
      const { called, region: there, functionName } = facts;
      const table = new Table(called('orders'), { region: there, name: functionName });
      return {
        environment: { TABLE: table.arn },
        policies: [{ Action: 'dynamodb:GetItem', Resource: table.arn }],
      };
    },
  };
  const config = {
    [`${project}:function`]: JSON.stringify({ name: 'greeting' }),
    [`${project}:regions`]: JSON.stringify([american, region]),
    [`${project}:manageApiGatewayAccount`]: 'true',
  };
  const { resources } = await runProgram(() => program({}, { ...greetingParts, own }), { config });
  t.deepEqual(
    seen.map((facts) => [facts.region, facts.homeRegion, facts.regions]),
    [region, american].map((each) => [each, region, [region, american]]),
  );
  const tables = ['orders', `${american}-orders`].map((name) => `arn:aws:mock:::${name}`);
  t.like(jsonOf(named(resources, 'function-policies'), 'policy'), {
    Statement: tables.map((Resource) => ({
      Effect: 'Allow',
      Action: 'dynamodb:GetItem',
      Resource,
    })),
  });
  for (const [index, name] of ['function', `${american}-function`].entries()) {
    const variables = { TABLE: tables[index] };
    t.like(named(resources, name).props.environment, { value: { variables } });
  }
});

test.serial('a region that was left out is not taken away, unless it is retired', async (t) => {
  const { outputs } = await run(t, ofBoth);
  const previous = parseOutputs(outputs);
  await t.throwsAsync(run(t, inBoth, { previous }), {
    instanceOf: TakenAwayError,
    message:
      /regions: us-east-1 is not among them any more[^]*npm run retire -- --region us-east-1/,
  });
  const { resources } = await run(t, inBoth, { previous, retired: { region: american } });
  t.false(resources.some(({ name }) => name.startsWith(american)));
});

test.serial('regions without the home region make nothing', async (t) => {
  await t.throwsAsync(run(t, { ...inBoth, regions: [american] }), {
    instanceOf: SettingsError,
    message: /regions: lacks eu-west-1/,
  });
});

test.serial('a new target begins with the pair that the last one serves', async (t) => {
  const { url, clients, outputs: before } = await createStack(t);
  useEndpoint(t, url);
  await giveCloudWatchRole(clients);
  const { restApiId, deploymentId } = before;
  const of = { FunctionName: before.functionName };
  const { Version } = await clients.lambda.send(new PublishVersionCommand(of));
  const standby = { Name: 'PROD_STANDBY', FunctionVersion: Version };
  await clients.lambda.send(new UpdateAliasCommand({ ...of, ...standby }));
  // As a release leaves it that is killed when code and API definition have switched together.
  const value = 'PROD_STANDBY';
  const patch = { op: 'replace', path: '/variables/LambdaAlias', value } as const;
  await clients.apigateway.send(
    new UpdateStageCommand({ restApiId, stageName: 'prod', patchOperations: [patch] }),
  );
  const { resources } = await makeBeta(before);
  t.is(named(resources, 'beta-stage').props.deployment, deploymentId);
  for (const alias of ['BETA', 'BETA_STANDBY']) {
    t.is(named(resources, `${alias}-alias`).props.functionVersion, Version);
  }
  const first = await makeBeta();
  t.is(named(first.resources, 'beta-stage').props.deployment, 'deployment-id');
});

for (const [title, journal] of [
  ['what is on trial there', 'trial VERSION@DEPLOYMENT after 1@gated by release r1'],
  ['what a person made it serve', 'accepted 1@gated after nothing by release r1'],
] as const) {
  test.serial(
    `a new target begins with what the last one accepted, not with ${title}`,
    async (t) => {
      const { url, clients, outputs: before } = await createStack(t);
      useEndpoint(t, url);
      await giveCloudWatchRole(clients);
      const of = { FunctionName: before.functionName };
      const { Version = '' } = await clients.lambda.send(new PublishVersionCommand(of));
      const Description = journal
        .replace('VERSION', Version)
        .replace('DEPLOYMENT', before.deploymentId);
      const ungated = { ...of, Name: 'PROD', FunctionVersion: Version, Description };
      await clients.lambda.send(new UpdateAliasCommand(ungated));
      const { resources } = await makeBeta(before);
      t.is(named(resources, 'beta-stage').props.deployment, 'gated');
      t.is(named(resources, 'BETA-alias').props.functionVersion, '1');
    },
  );
}

/** The program with a target between stage and prod. */
function makeBeta(previous?: StackOutputs) {
  const names = ['stage', 'beta', 'prod'];
  const targets = names.map((name) => ({ name, alias: name.toUpperCase(), apiStage: name }));
  const config = {
    [`${project}:function`]: JSON.stringify({ name: 'greeting' }),
    [`${project}:targets`]: JSON.stringify(targets),
  };
  return runProgram(() => program({}, greetingParts), { config, ...(previous && { previous }) });
}

test.serial(
  'the account of API Gateway is left alone unless the stack says otherwise',
  async (t) => {
    const isOfAccount = ({ name }: { readonly name: string }) => name.startsWith('api-gateway-');
    const { resources } = await run(t, { function: { name: 'greeting' } });
    t.false(resources.some(isOfAccount));
    const settings = { function: { name: 'greeting' }, manageApiGatewayAccount: true };
    t.is((await run(t, settings)).resources.filter(isOfAccount).length, 3);
  },
);

test.serial('a wrong configuration makes nothing', async (t) => {
  await t.throwsAsync(run(t, { function: { name: 'no spaces' } }), {
    instanceOf: SettingsError,
    message: /function\.name: must be/,
  });
});

test.serial('a mistyped key makes nothing', async (t) => {
  await t.throwsAsync(run(t, { function: { name: 'greeting' }, target: [] }), {
    instanceOf: SettingsError,
    message: /do you mean targets\?/,
  });
});

const settings = { function: { name: 'greeting' } };

test.serial('what serves is not taken away, unless it is retired', async (t) => {
  const { outputs } = await run(t, settings);
  const { targets, ...others } = parseOutputs(outputs);
  const { stage } = targets;
  if (stage === undefined) {
    return t.fail();
  }
  const demo = { ...stage, alias: 'DEMO', apiStage: 'demo' };
  const previous = { ...others, targets: { ...targets, demo } };
  await t.throwsAsync(run(t, settings, { previous }), {
    instanceOf: TakenAwayError,
    message: /no target has alias DEMO with API stage demo any more/,
  });
  const kept = await run(t, settings, { previous, retired: { target: 'demo' } });
  t.deepEqual(Object.keys(parseOutputs(kept.outputs).targets), ['stage', 'prod']);
});

test.serial('what a stack had is known where own.ts gives a secret to the routes', async (t) => {
  const settings = { function: { name: 'greeting' } };
  const { outputs } = await run(t, settings);
  const { targets, ...others } = parseOutputs(outputs);
  const demo = { ...targets.stage, alias: 'DEMO', apiStage: 'demo' };
  const previous = parseOutputs({ ...others, targets: { ...targets, demo } });
  // The engine holds what is made of a secret for one.
  const secretOutputNames = ['deploymentId', 'definition'];
  await t.throwsAsync(run(t, settings, { previous, secretOutputNames }), {
    instanceOf: TakenAwayError,
  });
});

test.serial('who has the policy to provision may make the log groups', async (t) => {
  const silent = [
    { name: 'stage', alias: 'STAGE', apiStage: 'stage', logging: 'OFF', accessLog: false },
    { name: 'prod', alias: 'PROD', apiStage: 'prod', logging: 'OFF', accessLog: false },
  ];
  for (const configured of [{}, { targets: silent }]) {
    const settings = { function: { name: 'greeting' }, ...configured };
    const { resources } = await run(t, settings);
    const place = { partition: 'aws', region, account, restApiId: 'api-id' };
    const allowed = logGroups({ ...place, settings: parseSettings(settings) });
    const made = resources.filter(({ type }) => type === 'aws:cloudwatch/logGroup:LogGroup');
    const arns = made.map(
      ({ props }) => `arn:aws:logs:${region}:${account}:log-group:${String(props.name)}`,
    );
    t.deepEqual(
      arns.filter((arn) => !allowed.includes(arn)),
      [],
    );
  }
});

test.serial('what can have tags has the ones of the stack, and aliases have none', async (t) => {
  const tags = { team: 'orders' };
  const { resources } = await run(t, { function: { name: 'greeting', tags } });
  const tagged = resources.filter(({ props }) => props.tags !== undefined);
  t.deepEqual([...new Set(tagged.map(({ type }) => type.replace(/^.*:/, '')))].sort(), [
    'Function',
    'LogGroup',
    'RestApi',
    'Role',
    'Stage',
  ]);
  const all = { ...tags, ...toTags(stackTag(pulumi.getProject(), pulumi.getStack())) };
  const program = toTags(programTag(fingerprintProgram(projectRoot, pulumi.getStack())));
  t.deepEqual(
    tagged.filter(
      ({ name, props }) =>
        !isDeepStrictEqual(props.tags, name === 'api' ? { ...all, ...program } : all),
    ),
    [],
  );
  const kinds = new Set(tagged.map(({ type }) => type));
  t.is(resources.filter(({ type }) => kinds.has(type)).length, tagged.length);
});

test.serial('no resource that has tags lacks those of the settings', async (t) => {
  const { resources } = await run(t, {
    ...ofBoth,
    function: { ...ofBoth.function, tags: { team: 'orders' } },
    domain: {
      zone: 'example.test',
      targets: { prod: 'api.example.test' },
      routing: { policy: 'latency', healthPath: '/ready' },
    },
  });
  const tagged = resources.filter(({ props }) => props.tags !== undefined);
  t.true(tagged.some(({ type }) => type === 'aws:route53/healthCheck:HealthCheck'));
  t.deepEqual(
    tagged.filter(
      ({ props: { tags } }) => z.looseObject({ team: z.string() }).safeParse(tags).error,
    ),
    [],
  );
});

test.serial(
  'values of the settings are taken, and own resources add none of their own',
  async (t) => {
    const { resources } = await run(t, {
      function: { name: 'greeting' },
      api: { values: { certificate: 'abc' } },
    });
    t.is(resources.filter(({ type }) => type === 'aws:apigateway/restApi:RestApi').length, 1);
    t.false(resources.some(({ name }) => name === 'function-policies'));
  },
);
