import { randomUUID } from 'node:crypto';
import { GetDeploymentsCommand } from '@aws-sdk/client-api-gateway';
import {
  CreateFunctionCommand,
  GetFunctionConfigurationCommand,
  GetPolicyCommand,
  UpdateFunctionConfigurationCommand,
} from '@aws-sdk/client-lambda';
import { CreateHostedZoneCommand, ListResourceRecordSetsCommand } from '@aws-sdk/client-route-53';
import test, { type ExecutionContext } from 'ava';
import { zipOf } from '../../../../bundler/zip.ts';
import { functionName } from './_live.ts';
import { createReleasedCheckout } from './_released.ts';

const checkout = await createReleasedCheckout({ areTiersGreen: true });
test.after.always(() => checkout.close());

const stageTarget = '    - { name: stage, alias: STAGE, apiStage: stage }\n';
const prodTarget = '    - { name: prod, alias: PROD, apiStage: prod }\n';
const settings = (targets: string) =>
  `    name: greeting\n  gated-lambda-release:targets:\n${targets}`;

interface Refused {
  readonly from: string;
  readonly to: string;
  readonly says: RegExp;
  /** The program refuses, whoever runs it: two of them show that. */
  readonly isTriedByUp?: boolean;
}

/** A release refuses, and `pulumi up`; it says the way, and leaves what serves as it is. */
async function refuses(
  t: ExecutionContext,
  { from, to, says, isTriedByUp = false }: Refused,
): Promise<void> {
  const before = await checkout.live();
  const undo = await checkout.edit('Pulumi.local.yaml', from, to);
  t.teardown(undo);
  const released = await checkout.release();
  t.is(released.status, 2, released.stderr);
  t.regex(released.stderr, says);
  t.regex(released.stderr, /Nothing had to be put back\. Serving now: stage \d+@.*prod \d+@/);
  if (isTriedByUp) {
    const up = ['--', 'pulumi', 'up', '--yes', '--stack', 'local'];
    const provisioned = await checkout.run('local', up);
    t.not(provisioned.status, 0);
    t.regex(provisioned.stdout + provisioned.stderr, says);
  }
  t.deepEqual(await checkout.live(), before);
  t.is((await checkout.ask('prod')).status, 200);
}

test.before(async (t) => {
  t.timeout(120_000);
  await checkout.edit(
    'Pulumi.local.yaml',
    '    name: greeting\n',
    settings(stageTarget + prodTarget),
  );
  t.is((await checkout.release()).status, 0);
  await checkout.serve();
});

const takenAway: Readonly<Record<string, Refused>> = {
  'another name of the function': {
    from: 'name: greeting',
    to: 'name: greeter',
    says: /delete the function greeting/,
    isTriedByUp: true,
  },
  'another alias of a target': {
    from: 'alias: PROD',
    to: 'alias: LIVE',
    says: /no target has alias PROD/,
  },
  'another API stage of a target': {
    from: 'apiStage: prod',
    to: 'apiStage: live',
    says: /with API stage prod any more/,
  },
  'a target that is gone': {
    from: prodTarget,
    to: '',
    says: /npm run retire -- .*--target prod/,
  },
};

for (const [title, refused] of Object.entries(takenAway)) {
  test.serial(`${title} is refused before anything changes`, async (t) => {
    t.timeout(120_000);
    await refuses(t, refused);
  });
}

test.serial('a target that only gets another name is the same target', async (t) => {
  t.timeout(120_000);
  const before = await checkout.live();
  const undo = await checkout.edit('Pulumi.local.yaml', 'name: prod', 'name: production');
  const { status, stdout, stderr } = await checkout.release();
  t.is(status, 0, stderr);
  t.regex(stdout, /Nothing to release/);
  t.deepEqual(await checkout.live(), before);
  const { targets } = await checkout.status();
  t.deepEqual(
    targets.map(({ name }) => name),
    ['stage', 'production'],
  );
  const renamed = '    - { name: production, alias: PROD, apiStage: prod }\n';
  const another = '    - { name: prod, alias: LIVE, apiStage: live }\n';
  await checkout.edit('Pulumi.local.yaml', renamed, renamed + another);
  const planned = await checkout.release('--dry-run');
  t.is(planned.status, 0, planned.stderr);
  t.regex(planned.stderr, /create Stage live-stage/);
  t.notRegex(
    planned.stderr,
    /(update|replace|delete) (Alias|Stage|Permission) (PROD|prod|stage)-/i,
  );
  t.regex(planned.stderr, /promote prod .* would move \d+@\w+ to/);
  await undo();
  t.is((await checkout.release()).status, 0);
  await checkout.status();
});

test.serial('a setting that somebody changed by hand is mended, not published', async (t) => {
  t.timeout(120_000);
  const { lambda } = checkout.clients();
  const of = { FunctionName: functionName };
  await lambda.send(new UpdateFunctionConfigurationCommand({ ...of, Timeout: 3 }));
  const drift = await checkout.run('drift');
  t.is(drift.status, 1);
  t.regex(drift.stdout, /npm run release -- --provision would update it \(timeout\)/);
  const { status, stdout, stderr } = await checkout.release();
  t.is(status, 0, stderr);
  t.regex(stderr, /update Function function \(timeout\)/);
  t.regex(stdout, /Nothing to release/);
  t.is((await lambda.send(new GetFunctionConfigurationCommand(of))).Timeout, 10);
});

test.serial('an API definition that comes back finds the deployment that it had', async (t) => {
  t.timeout(180_000);
  const before = await checkout.live();
  const undo = await checkout.edit('infra/openapi.yaml', "'no-store'", "'no-cache'");
  const changed = await checkout.release();
  t.is(changed.status, 0, changed.stderr);
  t.notDeepEqual(await checkout.live(), before);
  await checkout.run('rollback', ['--target', 'prod']);
  await checkout.run('rollback', ['--target', 'stage']);
  await undo();
  const reverted = await checkout.release();
  t.is(reverted.status, 0, reverted.stderr);
  t.regex(reverted.stdout, /Nothing to release/);
  const restApiId = await checkout.restApiId();
  const { items = [] } = await checkout
    .clients()
    .apigateway.send(new GetDeploymentsCommand({ restApiId }));
  t.is(items.length, 2);
  const again = await checkout.release('--provision');
  t.regex(again.stdout, /Nothing to release/);
  t.regex(again.stderr, /provision .* no change/);
});

test.serial('a target is added, released, and retired when nobody calls it', async (t) => {
  t.timeout(240_000);
  const betaTarget = '    - { name: beta, alias: BETA, apiStage: beta }\n';
  const undo = await checkout.edit('Pulumi.local.yaml', stageTarget, stageTarget + betaTarget);
  const { stdout } = await checkout.run('status');
  t.regex(stdout, /\nprod .*\n\nNot provisioned yet: target beta\. Next: npm run release/);
  t.is((await checkout.release()).status, 0);
  const { targets } = await checkout.status();
  t.deepEqual(
    targets.map(({ name }) => name),
    ['stage', 'beta', 'prod'],
  );
  const early = await checkout.run('retire', ['--target', 'beta', '--yes']);
  t.is(early.status, 2);
  t.regex(early.stderr, /Every target of stack local is in its settings/);

  await undo();
  const left = await checkout.run('status');
  t.regex(
    left.stdout,
    /\n\nNot in the settings any more: API stage beta\. Next: when nobody calls it: npm run retire\n$/,
  );
  const unnamed = await checkout.run('retire');
  t.regex(unnamed.stderr, /any more: beta\. Next: npm run retire -- --target beta\n$/);
  const called = await checkout.run('retire', ['--target', 'beta', '--yes']);
  t.is(called.status, 2, 'its tests called it just now');
  t.regex(called.stderr, /beta, which had \d+ requests in the last hour, is still called/);
  t.is((await checkout.release()).status, 2);

  const before = await checkout.live();
  const typed = await checkout.shell(
    `printf 'beta\\n' | script -qec "npm run --prefix '$0' retire -- --target beta" /dev/null`,
  );
  t.is(typed.status, 0, typed.stdout);
  t.regex(typed.stdout, /Target beta is gone\./);
  const { BETA: beta, BETA_STANDBY: standby, ...kept } = (await checkout.live()).aliases;
  t.is(beta, undefined);
  t.is(standby, undefined);
  t.like(kept, { STAGE: before.aliases.STAGE, PROD: before.aliases.PROD });
  t.regex((await checkout.release()).stdout, /Nothing to release/);

  const again = await checkout.edit('Pulumi.local.yaml', 'name: greeting', 'name: greeter');
  t.is((await checkout.release()).status, 2, 'the rest is as protected as before');
  await again();
});

const callee =
  'arn:aws:apigateway:${region}:lambda:path/2015-03-31/functions/arn:aws:lambda:${region}:${account}:function:${stageVariables.callee}/invocations';

const otherRoute = `paths:
  /other:
    get:
      security: [{ guard: [] }]
      responses:
        '200': { $ref: '#/components/responses/Answer' }
      x-amazon-apigateway-integration:
        type: aws_proxy
        httpMethod: POST
        uri: ${callee}
`;

const guard = `components:
  securitySchemes:
    guard:
      type: apiKey
      name: Authorization
      in: header
      x-amazon-apigateway-authtype: custom
      x-amazon-apigateway-authorizer: { type: token, authorizerUri: '${callee}' }
`;

/** Lets everybody in who names somebody, and answers them. */
const guardHandler = `export const handler = ({ type, methodArn, requestContext }) =>
  Promise.resolve(
    type === 'TOKEN'
      ? {
          principalId: 'somebody',
          policyDocument: {
            Version: '2012-10-17',
            Statement: [{ Effect: 'Allow', Action: 'execute-api:Invoke', Resource: methodArn }],
          },
        }
      : { statusCode: 200, body: JSON.stringify(requestContext.authorizer.principalId) },
  );
`;

/** Statements by which API Gateway may call another function. */
async function countPermissions(name: string): Promise<number> {
  const { lambda } = checkout.clients();
  const { Policy = '' } = await lambda.send(new GetPolicyCommand({ FunctionName: name }));
  return Policy.split('execute-api').length - 1;
}

test.serial(
  'a route and its authorizer call another function, then a third one, and are taken out',
  async (t) => {
    t.timeout(180_000);
    const { lambda } = checkout.clients();
    const { Role, Runtime, Handler } = await lambda.send(
      new GetFunctionConfigurationCommand({ FunctionName: functionName }),
    );
    const Code = {
      ZipFile: await zipOf([{ path: 'index.mjs', contents: Buffer.from(guardHandler) }]),
    };
    for (const FunctionName of ['other', 'third']) {
      await lambda.send(new CreateFunctionCommand({ FunctionName, Role, Runtime, Handler, Code }));
    }
    const undoRoute = await checkout.edit('infra/openapi.yaml', 'paths:\n', otherRoute);
    const undoGuard = await checkout.edit('infra/openapi.yaml', 'components:\n', guard);
    const withCallee = (name: string) =>
      (stageTarget + prodTarget).replaceAll(' }', `, variables: { callee: ${name} } }`);
    const undo = await checkout.edit(
      'Pulumi.local.yaml',
      stageTarget + prodTarget,
      withCallee('other'),
    );
    const added = await checkout.release();
    t.is(added.status, 0, added.stderr);
    const granted = await countPermissions('other');
    t.is((await checkout.ask('prod', '/other')).status, 401);
    const { url = '' } = (await checkout.status()).targets.at(-1) ?? {};
    const answer = await fetch(`${url}/other`, { headers: { authorization: 'me' } });
    t.is(await answer.text(), '"somebody"');

    await checkout.edit('Pulumi.local.yaml', withCallee('other'), withCallee('third'));
    const changed = await checkout.release();
    t.is(changed.status, 0, changed.stderr);
    t.is(await countPermissions('third'), granted);

    await undoGuard();
    await undoRoute();
    await undo();
    const dropped = await checkout.release();
    t.is(dropped.status, 0, dropped.stderr);
    t.regex(dropped.stderr, /forget Permission prod-calls-/);
    t.regex(dropped.stderr, /forget Permission prod-asks-/);
    t.is(await countPermissions('other'), granted, 'what it is rolled back to still may');
  },
);

const address = 'api.example.test/v1';
const functionSetting = '  gated-lambda-release:function:\n';
const domainSetting = (...lines: readonly string[]) =>
  ['  gated-lambda-release:domain:', ...lines, ''].join('\n    ').trimEnd() + '\n';

test.serial('a target is called by a domain, which is released through and retired', async (t) => {
  t.timeout(360_000);
  const { route53 } = checkout.clients();
  const targets = `targets: { prod: ${address} }`;
  const set = (...lines: readonly string[]) =>
    checkout.edit(
      'Pulumi.local.yaml',
      functionSetting,
      domainSetting(...lines, targets) + functionSetting,
    );
  const before = await checkout.live();

  const zoneless = await set('zone: example.test');
  const unknown = await checkout.release();
  t.is(unknown.status, 2, unknown.stderr);
  t.regex(unknown.stderr, /domain\.zone: example\.test is not one public hosted zone/);
  await zoneless();

  const byHand = await set();
  const pending = await checkout.release();
  t.is(pending.status, 3, pending.stderr);
  t.regex(pending.stderr, /certificate of api\.example\.test is not issued yet/);
  t.regex(
    pending.stderr,
    /_\w{32}\.api\.example\.test\. CNAME _\w{32}\.\w+\.acm-validations\.aws\./,
  );
  t.deepEqual(await checkout.live(), before, 'nothing moved');
  await byHand();

  const { HostedZone } = await route53.send(
    new CreateHostedZoneCommand({ Name: 'example.test', CallerReference: randomUUID() }),
  );
  const undo = await set('zone: example.test');
  const added = await checkout.release();
  t.is(added.status, 0, added.stderr);
  t.deepEqual(await checkout.live(), before, 'a mapping moves nothing');
  const { targets: named } = await checkout.status();
  t.regex(named[1]?.url ?? '', /\/_aws\/domains\/api\.example\.test\/v1$/);
  const { ResourceRecordSets = [] } = await route53.send(
    new ListResourceRecordSetsCommand({ HostedZoneId: HostedZone?.Id }),
  );
  const aliases = ResourceRecordSets.filter(({ AliasTarget }) => AliasTarget);
  t.deepEqual(
    aliases.map(({ Name, Type }) => [Name, Type]),
    [
      ['api.example.test.', 'A'],
      ['api.example.test.', 'AAAA'],
    ],
  );

  const ownUrl = `${await checkout.serve()}/_aws/execute-api/${await checkout.restApiId()}/prod/greeting`;
  t.is((await fetch(ownUrl)).status, 200);
  const openAgain = await checkout.edit(
    'Pulumi.local.yaml',
    targets,
    `targets: { stage: stage.example.test, prod: ${address} }
    disableExecuteApiEndpoint: true
    standby: standby.example.test`,
  );
  await checkout.editHandler('by its domain');
  const closed = await checkout.release();
  t.is(closed.status, 0, closed.stderr);
  t.is(await checkout.edition('prod'), 'by its domain');
  t.is((await fetch(ownUrl)).status, 403, 'it goes with the deployment');

  await openAgain();
  const early = await checkout.release();
  t.regex(early.stderr, /npm run retire -- --domain stage\.example\.test/);
  const unneeded = await checkout.run('retire', ['--domain', 'stage.example.test', '--yes']);
  t.is(unneeded.status, 0, unneeded.stderr);
  t.is((await fetch(ownUrl)).status, 403, 'nor is it opened before the gates');
  const opened = await checkout.release();
  t.is(opened.status, 0, opened.stderr);
  t.is((await fetch(ownUrl)).status, 200);
  t.regex((await checkout.release()).stderr, /provision .*unchanged since/);

  await refuses(t, {
    from: address,
    to: 'api.example.test/v2',
    says: /npm run retire -- --domain api\.example\.test\/v1/,
    isTriedByUp: true,
  });

  await undo();
  t.is((await checkout.release()).status, 2, 'nor is it taken away by the way');
  const { RELEASE: _lock, ...served } = (await checkout.live()).aliases;
  const retired = await checkout.run('retire', ['--domain', address, '--yes']);
  t.is(retired.status, 0, retired.stderr);
  t.regex(retired.stdout, /The domain api\.example\.test\/v1 is gone\./);
  t.like((await checkout.live()).aliases, served);
  const { targets: unnamed } = await checkout.status();
  t.regex(unnamed[1]?.url ?? '', /\/_aws\/execute-api\/\w+\/prod$/);
  t.regex((await checkout.release()).stdout, /Nothing to release/);
});
