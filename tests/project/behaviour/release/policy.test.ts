import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { UpdateAliasCommand } from '@aws-sdk/client-lambda';
import { CreateBucketCommand } from '@aws-sdk/client-s3';
import test, { type ExecutionContext } from 'ava';
import { bundle } from '../../../../bundler/bundle.ts';
import type { Clients } from '../../../../runner/aws/clients.ts';
import { countInvocations } from '../../../../runner/aws/metrics.ts';
import { findDrift } from '../../../../runner/commands/drift/find-drift.ts';
import { prune } from '../../../../runner/commands/prune/prune.ts';
import { readHistory } from '../../../../runner/history/entries.ts';
import type { PolicyScope } from '../../../../stack/policy/resources/scope.ts';
import {
  bundleBucket,
  deployerRolePath,
  deployerRolePrefix,
  githubTokens,
} from '../../../../stack/names.ts';
import { deployerPolicies } from '../../../../stack/policy/deployer.ts';
import { type Policy } from '../../../../stack/policy/policy.ts';
import { provisioningGrants, provisioningPolicy } from '../../../../stack/policy/provisioning.ts';
import { releasingGrants, releasingPolicy } from '../../../../stack/policy/releasing.ts';
import { release } from '../../../../runner/release.ts';
import { rollback } from '../../../../runner/rollback.ts';
import { root } from '../../../../runner/root.ts';
import { readDomains } from '../../../../runner/aws/domains.ts';
import { domainSettings } from '../../../../stack/domain-settings.ts';
import { makeDomain } from '../../../../local/tests/aws/apigateway/_domain.ts';
import { account, region } from '../../../../local/tests/_helpers/account.ts';
import { startEmbedded } from '../../../../local/tests/_helpers/embedded.ts';
import { allows, unscoped } from './_iam.ts';
import { domain, firstCalls, resourcesOfProgram, restApiId, roleOf } from './_program.ts';
import { createContext, type ReleaseOptions } from './_release.ts';
import { putAlarm, quickRollout } from './_rollout.ts';
import { createRunnerClients, isOfRunner, useEndpoint } from './_runner-calls.ts';
import {
  createStack,
  functionName,
  handlerSaying,
  largeHandlerSaying,
  type TestStack,
} from './_stack.ts';
import { green, invoking, red } from './_tier-commands.ts';
import { greetingHandler, greetingSettings } from '../../_helpers/greeting.ts';

const settings = greetingSettings('local');
const rollout = quickRollout({ alarms: ['orders-lost'] });
const scope: PolicyScope = {
  partition: 'aws',
  region,
  account,
  restApiId,
  settings: settings.program,
};
const withRollout = (of: PolicyScope): PolicyScope => ({
  ...of,
  settings: {
    ...of.settings,
    targets: of.settings.targets.map((target) =>
      target.name === 'prod' ? { ...target, rollout } : target,
    ),
  },
});
const withConcurrency = (of: PolicyScope): PolicyScope => ({
  ...of,
  settings: {
    ...of.settings,
    targets: of.settings.targets.map((target) =>
      target.name === 'stage' ? { ...target, provisionedConcurrency: 1 } : target,
    ),
  },
});
const withBucket = (of: PolicyScope): PolicyScope => {
  const { function: before } = of.settings;
  const bundle = { ...before.bundle, s3: true };
  return { ...of, settings: { ...of.settings, function: { ...before, bundle } } };
};
const withDomain = (of: PolicyScope, name = 'api.example.test/v1'): PolicyScope => ({
  ...of,
  settings: {
    ...of.settings,
    domain: domainSettings.parse({ ...domain, targets: { prod: name } }),
  },
});
const withFunction = (function_: object): PolicyScope => ({
  ...scope,
  settings: { ...scope.settings, function: { ...scope.settings.function, ...function_ } },
});
const withCi = (of: PolicyScope): PolicyScope => ({
  ...of,
  settings: {
    ...of.settings,
    ci: { github: { repository: 'ada/greeting', environments: ['stage', 'prod'] } },
  },
});
const layer = `arn:aws:lambda:${region}:${account}:layer:tools:1`;
const kmsKey = `arn:aws:kms:${region}:${account}:key/k`;
const managed = ['arn:aws:iam::aws:policy/AmazonSQSFullAccess'];
/** Those that the deployer needs more for. */
const everySetting = {
  layers: [layer],
  kmsKey,
  vpc: { subnetIds: ['subnet-1'], securityGroupIds: ['sg-1'], ipv6: false },
  reservedConcurrency: 5,
  runtimeUpdates: 'FunctionUpdate',
  bundle: { ...settings.program.function.bundle, s3: true },
  permissionsBoundary: `arn:aws:iam::${account}:policy/boundary`,
  policies: { managed, statements: [] },
};
const bucketArn = `arn:aws:s3:::${bundleBucket(`arn:aws:lambda:${region}:${account}:function:${functionName}`)}`;
const functionArn = `arn:aws:lambda:${region}:${account}:function:${functionName}`;

test.serial(
  'the releasing policy is what the runner calls, nothing missing, nothing more',
  async (t) => {
    t.timeout(120_000);
    const stack = await createStack(t, {}, { hasStandby: true });
    await putAlarm(stack.clients.cloudwatch, 'orders-lost');
    await stack.clients.s3.send(
      new CreateBucketCommand({ Bucket: bundleBucket(stack.outputs.functionArn) }),
    );
    const { name } = await makeDomain(t, stack.clients);
    const { clients, calls } = createRunnerClients(t, stack.url);

    await runEveryCommand(t, stack, clients);
    const called = withDomain({ ...scope, restApiId: stack.outputs.restApiId }, name);
    const place = { region, isHome: true };
    await readDomains(clients.apiGateway, called.settings, called.restApiId, place);

    const seen = stack.aws.calls
      .list()
      .filter(isOfRunner)
      .map(({ service, operation }) => `${service}:${operation}`);
    t.deepEqual([...new Set(seen)].sort(), Object.keys(releasingGrants).sort());

    const policy = releasingPolicy(withBucket(withConcurrency(withRollout(called))));
    const refused = calls.filter(({ operation, arn }) => {
      const grant = releasingGrants[operation];
      return grant !== undefined && !grant.actions.every((action) => allows(policy, action, arn));
    });
    const elsewhere = ['sts:GetCallerIdentity', 'lambda:Invoke'];
    t.deepEqual(
      [...new Set([...calls.map(({ operation }) => operation), ...elsewhere])].sort(),
      [...new Set(seen)].sort(),
    );
    t.deepEqual(refused, []);
  },
);

/**
 * What `verify` needs docs/propagation.md lists: who releases needs no right to make roles. `dev` works on local stacks
 * alone. Who retires a region provisions, too: the policy for that allows records and health checks.
 */
const others = [
  join('commands', 'verify'),
  join('commands', 'dev'),
  join('commands', 'retire', 'drain-region.ts'),
];

test('the releasing policy is what the source of the runner can call', (t) => {
  const source = readdirSync(join(root, 'runner'), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && !others.some((other) => file.startsWith(other)))
    .map((file) => readFileSync(join(root, 'runner', file), 'utf8'))
    .join('\n');
  const calls = source.matchAll(/\bnew (\w+)Command\(|\bpaginate(\w+)\(/g);
  const called = [...calls].map(([, sent, paginated]) => sent ?? paginated ?? '');
  const byTheTier = 'Invoke';
  t.deepEqual(
    [...new Set([...called, byTheTier])].sort(),
    Object.keys(releasingGrants)
      .map((call) => call.replace(/^.*:/, ''))
      .sort(),
  );
});

test('the releasing policy reaches nothing but this stack', (t) => {
  const policy = releasingPolicy(scope);
  const stages = `arn:aws:apigateway:${region}::/restapis/${scope.restApiId}/stages`;
  t.true(allows(policy, 'lambda:DeleteFunction', `${functionArn}:7`));
  t.false(allows(policy, 'lambda:DeleteFunction', functionArn));
  t.false(allows(policy, 'lambda:UpdateAlias', `${functionArn}-of-others`));
  t.true(allows(policy, 'apigateway:PATCH', `${stages}/prod`));
  t.true(allows(policy, 'apigateway:PATCH', `${stages}/prod_standby`));
  t.false(allows(policy, 'apigateway:PATCH', `${stages}/stage_standby`));
  t.false(allows(policy, 'apigateway:PATCH', `${stages}/other`));
  t.false(allows(policy, 'apigateway:DELETE', `${stages}/prod`));
  t.deepEqual(unscoped(policy, scope.restApiId), []);
});

test('a stack that rolls out reads the figures of CloudWatch, and no other stack does', (t) => {
  const withRollouts = withRollout(scope);
  const policy = releasingPolicy(withRollouts);
  t.deepEqual(unscoped(policy, scope.restApiId), ['*']);
  t.notRegex(JSON.stringify(releasingPolicy(scope)), /cloudwatch:/);
});

test('provisioned concurrency is changed of the aliases that ask for it alone', (t) => {
  const policy = releasingPolicy(withConcurrency(scope));
  for (const action of ['Put', 'Delete']) {
    const call = `lambda:${action}ProvisionedConcurrencyConfig`;
    t.true(allows(policy, call, `${functionArn}:STAGE`));
    t.false(allows(policy, call, `${functionArn}:PROD`));
  }
  t.notRegex(JSON.stringify(releasingPolicy(scope)), /(Put|Delete)Provisioned/);
});

test('the provisioning policy reaches beyond this stack only where AWS knows no less', (t) => {
  t.deepEqual(unscoped(provisioningPolicy(scope), scope.restApiId), [
    `arn:aws:apigateway:${region}::/restapis`,
    `arn:aws:apigateway:${region}::/account`,
    '*',
    `arn:aws:logs:${region}:${account}:log-group:*`,
  ]);
});

test('roles of a function whose name begins with this one are not of this stack', (t) => {
  const policy = provisioningPolicy(scope);
  for (const action of ['iam:PutRolePolicy', 'iam:PassRole', 'iam:DeleteRole']) {
    t.true(allows(policy, action, roleOf(functionName)));
    t.false(allows(policy, action, roleOf(`${functionName}-prod`)), action);
  }
});

const neededBy: Readonly<Record<string, readonly [action: string, arn: string][]>> = {
  layers: [['lambda:GetLayerVersion', layer]],
  kmsKey: [['kms:CreateGrant', kmsKey]],
  vpc: [['ec2:DescribeSubnets', '*']],
  reservedConcurrency: [['lambda:PutFunctionConcurrency', functionArn]],
  runtimeUpdates: [['lambda:PutRuntimeManagementConfig', functionArn]],
  bundle: [['s3:PutBucketTagging', bucketArn]],
  permissionsBoundary: [['iam:PutRolePermissionsBoundary', roleOf(functionName)]],
  policies: [['iam:AttachRolePolicy', roleOf(functionName)]],
};

test('what a setting needs is granted where it is set', (t) => {
  const without = provisioningPolicy(scope);
  const withAll = provisioningPolicy(withFunction(everySetting));
  t.deepEqual(Object.keys(neededBy).sort(), Object.keys(everySetting).sort());
  for (const [setting, calls] of Object.entries(neededBy)) {
    for (const [action, arn] of calls) {
      t.true(allows(withAll, action, arn), `${setting}: ${action}`);
      t.false(allows(without, action, arn), `without ${setting}: ${action}`);
    }
  }
  t.regex(JSON.stringify(withAll), /"ArnEquals":\{"iam:PolicyARN":\["arn:aws:iam::aws:policy/);
  const { length } = JSON.stringify(withAll);
  t.true(length <= 6144, `it fits into a managed policy (${String(length)} characters)`);
});

test('before a stack has its API the policies leave its id open, and nothing else', (t) => {
  const open = { ...scope, restApiId: '*' };
  const known = (policy: Policy) => JSON.stringify(policy).replaceAll(scope.restApiId, '*');
  t.is(JSON.stringify(releasingPolicy(open)), known(releasingPolicy(scope)));
  t.is(JSON.stringify(provisioningPolicy(open)), known(provisioningPolicy(scope)));
});

test('pulumi up may not move an alias, or change code', (t) => {
  const actions = provisioningPolicy(scope).Statement.flatMap(({ Action }) => Action);
  t.false(actions.includes('lambda:UpdateAlias'));
  t.false(actions.includes('lambda:UpdateFunctionCode'));
});

test('a stack that leaves the account of API Gateway alone may ask for its role, and no more', (t) => {
  const alone = { ...scope, settings: { ...scope.settings, manageApiGatewayAccount: false } };
  const policy = provisioningPolicy(alone);
  const ofAccount = `arn:aws:apigateway:${region}::/account`;
  t.true(allows(policy, 'apigateway:GET', ofAccount));
  t.false(allows(policy, 'apigateway:PATCH', ofAccount));
  t.notRegex(JSON.stringify(policy), /api-gateway-logs/);
  const silent = alone.settings.targets.map((target) => ({
    ...target,
    ...({ logging: 'OFF', accessLog: false } as const),
  }));
  const withoutLogs = { ...alone, settings: { ...alone.settings, targets: silent } };
  t.false(allows(provisioningPolicy(withoutLogs), 'apigateway:GET', ofAccount));
});

test('CI may do what people may who release, but for making itself able to do more', (t) => {
  const { provisioning, releasing } = deployerPolicies(withCi(withFunction(everySetting)));
  const iam = `arn:aws:iam::${account}`;
  const own = `${iam}:role${deployerRolePath}${deployerRolePrefix(functionName)}x`;
  const provider = `${iam}:oidc-provider/${githubTokens}`;
  t.true(allows(provisioningPolicy(withCi(scope)), 'iam:PutRolePolicy', own), 'a person may');
  for (const action of [
    'PutRolePolicy',
    'UpdateAssumeRolePolicy',
    'AttachRolePolicy',
    'DeleteRole',
  ]) {
    t.false(allows(provisioning, `iam:${action}`, own), action);
  }
  t.false(allows(provisioning, 'iam:CreateOpenIDConnectProvider', provider));
  t.true(allows(provisioning, 'iam:GetRole', own));
  t.true(allows(provisioning, 'iam:GetOpenIDConnectProvider', provider));
  t.true(allows(provisioning, 'lambda:CreateFunction', functionArn));
  t.true(allows(releasing, 'lambda:UpdateAlias', functionArn));
  const characters = JSON.stringify(provisioning).length + JSON.stringify(releasing).length;
  t.true(characters <= 10_240, 'they fit into a role');
});

test('each policy fits into a managed policy of IAM', (t) => {
  for (const policy of [provisioningPolicy(scope), releasingPolicy(scope)]) {
    t.true(JSON.stringify(policy).length <= 6144);
  }
});

/** `stack/policy/policy.test.ts` has what it needs. */
const ofSeveralRegions = 'aws:route53/healthCheck:HealthCheck';

test.serial(
  'the provisioning policy is for the resources of the program, by their names',
  async (t) => {
    const { url } = await startEmbedded(t);
    useEndpoint(t, url);
    const resources = await resourcesOfProgram(everySetting);
    t.deepEqual(
      [...new Set(resources.map(({ type }) => type))].sort(),
      Object.keys(provisioningGrants)
        .filter((type) => type !== ofSeveralRegions)
        .sort(),
    );
    const policy = provisioningPolicy(withDomain(withCi(withFunction(everySetting))));
    const refused = resources
      .flatMap(({ type, props }) => firstCalls(scope.restApiId, type, props))
      .filter(([action, arn]) => !allows(policy, action, arn));
    t.deepEqual(refused, []);
  },
);

/** Every command, in every way that makes other calls. */
async function runEveryCommand(
  t: ExecutionContext,
  stack: TestStack,
  clients: Clients,
): Promise<void> {
  const context = (options: ReleaseOptions) => {
    const made = createContext(t, stack, options);
    const { lambda, apiGateway } = clients;
    return { ...made, clients, writers: { ...made.writers, lambda, apiGateway } };
  };
  const run = (options: ReleaseOptions) => release(context(options));
  const deployApi = (name: string) =>
    stack.deployApi((body) => body.replaceAll("'no-store'", `'${name}'`));

  const greeting = await bundle(greetingHandler);
  await run({ bundle: greeting, tiers: { lambda: invoking } });
  t.is((await run({ bundle: greeting })).outcome, 'nothing to release');
  const one = await handlerSaying(t, 'one');
  t.is((await run({ bundle: one, isDryRun: true })).outcome, 'planned');
  await run({ bundle: one, targets: { prod: { rollout } } });
  const minute = { from: new Date(0), to: new Date(60_000) };
  await countInvocations(clients.cloudWatch, { functionName, alias: 'PROD' }, minute);
  const second = await deployApi('second');
  await run({ bundle: one, deploymentId: second });
  const two = { bundle: await handlerSaying(t, 'two'), deploymentId: await deployApi('third') };
  await t.throwsAsync(run({ ...two, tiers: { api: red } }), { message: /Put back: stage/ });
  await run(two);
  for (const provisionedConcurrency of [1, 0]) {
    await run({ ...two, targets: { stage: { provisionedConcurrency } } });
  }
  await t.throwsAsync(
    run({
      ...two,
      bundle: await handlerSaying(t, 'three'),
      tiers: { api: green },
      onEvent: (event) => {
        if (event.kind === 'step-started' && event.step === 'api-tier-stage') {
          void stack.clients.lambda.send(
            new UpdateAliasCommand({
              FunctionName: functionName,
              Name: 'STAGE',
              FunctionVersion: '1',
            }),
          );
        }
      },
    }),
    { message: /Somebody else moved target stage/ },
  );

  const back = context(two);
  await rollback(back, { target: 'prod', to: undefined });
  t.true((await readHistory(clients, functionName, 20)).length > 0);
  await findDrift(
    [{ settings: back.settings, clients }],
    await back.openProgram(),
    back.stop.signal,
  );
  const { program } = back.settings;
  const bucketed = withBucket({ ...scope, settings: program }).settings;
  const provisioned = {
    settings: { ...back.settings, program: bucketed },
    clients,
    outputs: stack.outputs,
  };
  for (const greeting of ['never served', 'never served either']) {
    await deployApi(greeting);
    const candidate = { bundle: await handlerSaying(t, greeting), tiers: { lambda: red } };
    await t.throwsAsync(run(candidate), { message: /lambda tier is red/ });
  }
  await run({ ...two, bundle: await largeHandlerSaying(t, 'large') });
  const retention = { keep: 1, minAgeMs: 0, now: new Date() };
  const pruned = await prune(provisioned, retention, {
    isDryRun: false,
    stop: back.stop,
    propagation: back.writers.propagation,
  });
  t.true(pruned.versions.length > 0 && pruned.deployments.length > 0);
  t.is(pruned.bundles.length, 1);
}
