import test from 'ava';
import * as apiGateway from '../../../../stack/policy/resources/api-gateway.ts';
import * as domain from '../../../../stack/policy/resources/domain.ts';
import * as ofLambda from '../../../../stack/policy/resources/lambda.ts';
import * as roles from '../../../../stack/policy/resources/roles.ts';
import { everything, type PolicyScope } from '../../../../stack/policy/resources/scope.ts';
import * as watching from '../../../../stack/policy/resources/watching.ts';
import { parseSettings } from '../../../../stack/settings.ts';
import { makeFunction, named, runProgram } from '../../infra/_resources.ts';

const resources = { everything, ...apiGateway, ...domain, ...ofLambda, ...roles, ...watching };

const rollout = { steps: [5], judge: { alarms: ['orders-lost'] } };

function scopeOf(raw: Readonly<Record<string, unknown>> = {}, name = 'greeting'): PolicyScope {
  return {
    partition: 'aws-cn',
    region: 'cn-north-1',
    account: '123456789012',
    restApiId: 'a1b2c3',
    settings: parseSettings({ function: { name }, ...raw }),
  };
}

const stage = {
  name: 'stage',
  alias: 'STAGE',
  apiStage: 'test',
  accessLog: false,
  logging: 'OFF',
};
const prod = { name: 'prod', alias: 'PROD', apiStage: 'v1' };
const managed = 'arn:aws:iam::aws:policy/A';
const everySetting = {
  tags: { team: 'a' },
  bundle: { s3: true },
  runtimeUpdates: 'FunctionUpdate' as const,
  reservedConcurrency: 5,
  layers: ['arn:aws-cn:lambda:cn-north-1:123456789012:layer:tools:1'],
  kmsKey: 'arn:aws-cn:kms:cn-north-1:123456789012:key/k',
  vpc: { subnetIds: ['subnet-1'], securityGroupIds: ['sg-1'] },
  permissionsBoundary: 'arn:aws-cn:iam::123456789012:policy/b',
  policies: { managed: [managed] },
};
const other = 'arn:aws-cn:lambda:cn-north-1:123456789012:function:authorizer';
const scope = scopeOf({
  api: { values: { authorizer: `${other}:PROD` } },
  function: { name: 'greeting', ...everySetting },
  targets: [
    { ...stage, provisionedConcurrency: 2 },
    { ...prod, rollout },
  ],
  manageApiGatewayAccount: true,
  ci: { github: { repository: 'ada/greeting' } },
  domain: {
    zone: 'example.test',
    targets: { prod: 'api.example.test', stage: 'stage.example.test/v1' },
    standby: 'standby.example.test',
  },
});

const lambda = 'arn:aws-cn:lambda:cn-north-1:123456789012:function:greeting';
const api = 'arn:aws-cn:apigateway:cn-north-1::';
const stageName = `${api}/domainnames/stage.example.test`;
const prodName = `${api}/domainnames/api.example.test`;
const standbyName = `${api}/domainnames/standby.example.test`;
const logs = 'arn:aws-cn:logs:cn-north-1:123456789012:log-group:';

const greetingGroups = [
  '/aws/lambda/greeting',
  '/releases/greeting',
  '/aws/apigateway/greeting/v1',
  '/aws/apigateway/greeting/v1_standby',
  'API-Gateway-Execution-Logs_a1b2c3/test',
  'API-Gateway-Execution-Logs_a1b2c3/v1',
  'API-Gateway-Execution-Logs_a1b2c3/v1_standby',
].flatMap((name) => [`${logs}${name}`, `${logs}${name}:*`]);
const greetingRole = 'arn:aws-cn:iam::123456789012:role/greeting-20*';
const ciRole = 'arn:aws-cn:iam::123456789012:role/ci/github-deployer-18f6b020-*';
const bundlesArn = 'arn:aws-cn:s3:::bundles-18f6b020-123456789012-cn-north-1';
const accountRole = 'arn:aws-cn:iam::123456789012:role/api-gateway-logs-18f6b020-*';

const expected: Readonly<Record<keyof typeof resources, readonly string[]>> = {
  theFunction: [lambda],
  itsQualifiers: [`${lambda}:*`],
  itsAliases: ['STAGE', 'STAGE_STANDBY', 'PROD', 'PROD_STANDBY'].map((name) => `${lambda}:${name}`),
  aliasesThatMayBeProvisioned: [`${lambda}:STAGE`, `${lambda}:PROD`],
  aliasesToProvision: [`${lambda}:STAGE`],
  everything: ['*'],
  newHealthChecks: [],
  healthChecks: [],
  everyMetric: ['*'],
  everyAlarm: ['*'],
  restApis: [`${api}/restapis`],
  restApi: [`${api}/restapis/a1b2c3`],
  apiTags: [`${api}/tags/arn%3Aaws-cn%3Aapigateway%3Acn-north-1%3A%3A%2Frestapis%2Fa1b2c3*`],
  apiResources: [`${api}/restapis/a1b2c3/resources`],
  stages: [`${api}/restapis/a1b2c3/stages`],
  apiStages: ['test', 'v1', 'v1_standby'].map((name) => `${api}/restapis/a1b2c3/stages/${name}`),
  deployments: [`${api}/restapis/a1b2c3/deployments`],
  eachDeployment: [`${api}/restapis/a1b2c3/deployments/*`],
  everyLogGroup: [`${logs}*`],
  releaseLogStreams: [`${logs}/releases/greeting:*`],
  logGroups: greetingGroups,
  functionRole: [greetingRole],
  bundlesBucket: [bundlesArn],
  bundles: [`${bundlesArn}/*`],
  everyRole: [greetingRole, accountRole, ciRole],
  rolesNotKept: [greetingRole, ciRole],
  apiGatewayRole: [accountRole],
  functionWithReservation: [lambda],
  functionWithRuntimeUpdates: [lambda],
  layerVersions: everySetting.layers,
  environmentKey: [everySetting.kmsKey],
  everyNetwork: ['*'],
  boundedRole: [greetingRole],
  roleWithManagedPolicies: [greetingRole],
  managedPolicies: [managed],
  deployerRole: [ciRole],
  githubProvider: [
    'arn:aws-cn:iam::123456789012:oidc-provider/token.actions.githubusercontent.com',
  ],
  everyProvider: ['*'],
  calledFunctions: [other, `${other}:*`],
  accountToAsk: [`${api}/account`],
  apiGatewayAccount: [`${api}/account`],
  domainNames: [stageName, prodName, standbyName],
  allDomainNames: [`${api}/domainnames`],
  baseMappings: [stageName, prodName, standbyName].map((name) => `${name}/basepathmappings`),
  eachMapping: [
    `${stageName}/basepathmappings/v1`,
    `${prodName}/basepathmappings/(none)`,
    `${standbyName}/basepathmappings/v1_standby`,
  ],
  domainTags: [stageName, prodName, standbyName].map(
    (name) => `${api}/tags/${encodeURIComponent(name)}`,
  ),
  madeCertificates: ['arn:aws-cn:acm:cn-north-1:123456789012:certificate/*'],
  newCertificates: ['*'],
  hostedZones: ['arn:aws-cn:route53:::hostedzone/*'],
  zoneChanges: ['arn:aws-cn:route53:::change/*'],
  everyZone: ['*'],
  recordNames: ['stage', 'prod', 'standby'].flatMap((name) => {
    const host = `${name === 'prod' ? 'api' : name}.example.test`;
    return [host, `_*.${host}`];
  }),
};

for (const [name, arns] of Object.entries(expected)) {
  test(`${name} are of this stack, and no more`, (t) => {
    const of = resources[name as keyof typeof resources];
    t.deepEqual(of(scope), [...arns]);
  });
}

test('what a route calls by its ARN is called as well, and what a value stands for is there once', (t) => {
  const billing = 'arn:aws:lambda:eu-west-1:123456789012:function:billing';
  const uriOf = (called: string) =>
    `arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/${called}/invocations`;
  const otherFunctions = [uriOf(`${billing}:LIVE`), uriOf('${authorizer}'), uriOf(`${other}:PROD`)];
  t.deepEqual(resources.calledFunctions({ ...scope, otherFunctions }), [
    ...[other, `${other}:*`],
    ...[billing, `${billing}:*`],
  ]);
});

const plain = scopeOf({ targets: [stage, prod] });

const ofSettings = [
  'functionWithReservation',
  'layerVersions',
  'environmentKey',
  'everyNetwork',
  'boundedRole',
  'roleWithManagedPolicies',
  'managedPolicies',
  'calledFunctions',
  'deployerRole',
  'githubProvider',
  'everyProvider',
  'domainNames',
  'allDomainNames',
  'baseMappings',
  'eachMapping',
  'domainTags',
  'madeCertificates',
  'newCertificates',
  'hostedZones',
  'zoneChanges',
  'everyZone',
  'recordNames',
] as const;

for (const name of ofSettings) {
  test(`${name} are none where the stack does not need them`, (t) => {
    t.deepEqual(resources[name](plain), []);
  });
}

test('a stack that asks for neither needs no figures, alarms or provisioned concurrency', (t) => {
  const { everyMetric, everyAlarm, aliasesToProvision } = resources;
  t.deepEqual(
    [everyMetric, everyAlarm, aliasesToProvision].flatMap((of) => of(plain)),
    [],
  );
});

test('a stack whose records choose the region has names of each region, and health checks', (t) => {
  const routed = scopeOf({
    regions: ['cn-north-1', 'cn-northwest-1'],
    domain: {
      zone: 'example.test',
      targets: { prod: 'api.example.test' },
      routing: { policy: 'latency', healthPath: '/' },
    },
  });
  t.deepEqual(resources.domainNames(routed), [prodName, `${api}/domainnames/*.api.example.test`]);
  t.deepEqual(resources.recordNames(routed), ['api.example.test', '*.api.example.test']);
  t.deepEqual(resources.newHealthChecks(routed), ['*']);
  t.deepEqual(resources.healthChecks(routed), ['arn:aws-cn:route53:::healthcheck/*']);
});

test('a rollout without alarms needs figures, and no alarms', (t) => {
  const withoutAlarms = scopeOf({ targets: [stage, { ...prod, rollout: { steps: [5] } }] });
  t.deepEqual(resources.everyMetric(withoutAlarms), ['*']);
  t.deepEqual(resources.everyAlarm(withoutAlarms), []);
});

test('a stack that leaves the account of API Gateway alone needs nothing of it', (t) => {
  t.deepEqual(resources.apiGatewayRole(plain), []);
  t.deepEqual(resources.apiGatewayAccount(plain), []);
});

for (const name of ['greeting', 'a'.repeat(37), 'a'.repeat(38), 'a'.repeat(64)]) {
  test.serial(
    `the role that the program makes for a name of ${String(name.length)} characters is in the policy`,
    async (t) => {
      const of = scopeOf({}, name);
      const { resources: made } = await runProgram(() => makeFunction(of.settings.function).name);
      const { namePrefix } = named(made, 'function-role').props;
      const completed = `${String(namePrefix)}20261123055119000100000001`;
      t.true(completed.length <= 64, 'IAM takes its name');
      const [pattern = ''] = resources.functionRole(of);
      t.true(pattern.endsWith('*'));
      const arn = `arn:aws-cn:iam::123456789012:role/${completed}`;
      t.true(arn.startsWith(pattern.slice(0, -1)), `${arn} is in ${pattern}`);
      t.is(pattern, `arn:aws-cn:iam::123456789012:role/${String(namePrefix)}20*`);
    },
  );
}
