import { UpdateStageCommand } from '@aws-sdk/client-api-gateway';
import { PublishVersionCommand, UpdateAliasCommand } from '@aws-sdk/client-lambda';
import * as pulumi from '@pulumi/pulumi';
import { isDeepStrictEqual } from 'node:util';
import test, { type ExecutionContext } from 'ava';
import { program } from '../../../infra/program.ts';
import { parseOutputs, type StackOutputs } from '../../../stack/outputs.ts';
import { SettingsError } from '../../../stack/settings.ts';
import { fingerprintProgram, programTag } from '../../../stack/program-fingerprint.ts';
import { stackTag, toTags } from '../../../stack/stack-tag.ts';
import { TakenAwayError, type Retired } from '../../../stack/taken-away.ts';
import { project } from '../../../stack/project.ts';
import { projectRoot } from '../suite/project-root.ts';
import { useEndpoint } from '../behaviour/release/_runner-calls.ts';
import { createStack } from '../behaviour/release/_stack.ts';
import { named, runProgram } from './_resources.ts';
import { greetingParts } from '../_helpers/greeting.ts';

async function run(
  t: ExecutionContext,
  configured: Readonly<Record<string, unknown>>,
  { previous, retired }: { previous?: StackOutputs; retired?: Retired } = {},
) {
  const { url, outputs } = await createStack(t);
  useEndpoint(t, url);
  const texts = Object.entries(configured).map(
    ([key, value]) => [`${project}:${key}`, JSON.stringify(value)] as const,
  );
  return runProgram(() => program({ retired }, greetingParts), {
    config: Object.fromEntries(texts),
    previous: previous && { ...previous, restApiId: outputs.restApiId },
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

test.serial('a new target begins with the pair that the last one serves', async (t) => {
  const { url, clients, outputs: before } = await createStack(t);
  useEndpoint(t, url);
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
  const names = ['stage', 'beta', 'prod'];
  const targets = names.map((name) => ({ name, alias: name.toUpperCase(), apiStage: name }));
  const config = {
    [`${project}:function`]: JSON.stringify({ name: 'greeting' }),
    [`${project}:targets`]: JSON.stringify(targets),
  };
  const make = (previous?: StackOutputs) =>
    runProgram(() => program({}, greetingParts), { config, ...(previous && { previous }) });

  const { resources } = await make(before);
  t.is(named(resources, 'beta-stage').props.deployment, deploymentId);
  for (const alias of ['BETA', 'BETA_STANDBY']) {
    t.is(named(resources, `${alias}-alias`).props.functionVersion, Version);
  }
  const first = await make();
  t.is(named(first.resources, 'beta-stage').props.deployment, 'deployment-id');
});

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
