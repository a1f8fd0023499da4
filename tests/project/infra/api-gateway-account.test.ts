import test, { type ExecutionContext } from 'ava';
import { prepareLogging } from '../../../infra/api-gateway-account.ts';
import { apiGatewayRolePrefix } from '../../../stack/names.ts';
import { parseSettings, SettingsError } from '../../../stack/settings.ts';
import { startEmbedded } from '../../../local/tests/_helpers/embedded.ts';
import { useEndpoint } from '../behaviour/release/_runner-calls.ts';
import { giveCloudWatchRole, trustApiGateway } from './_cloud-watch-role.ts';
import { jsonOf, named, placeAtHome, runProgram } from './_resources.ts';

/** @param current name of the role that the account has already. */
async function make(
  t: ExecutionContext,
  current?: string,
  raw: Readonly<Record<string, unknown>> = { manageApiGatewayAccount: true },
) {
  const { url, clients } = await startEmbedded(t);
  useEndpoint(t, url);
  if (current !== undefined) {
    await giveCloudWatchRole(clients, current);
  }
  return runProgram(async () => {
    const dependencies = await prepareLogging(
      parseSettings({ function: { name: 'greeting' }, ...raw }),
      [placeAtHome()],
    );
    return dependencies.size;
  });
}

test.serial('an account without a role gets one that may write logs, for good', async (t) => {
  const { resources, outputs } = await make(t);
  t.is(outputs, 1);
  t.deepEqual(
    resources.map(({ name, isRetained }) => [name, isRetained]),
    [
      ['api-gateway-logs-role', true],
      ['api-gateway-logs-policy', true],
      ['api-gateway-account', true],
    ],
  );
  const role = named(resources, 'api-gateway-logs-role');
  t.is(role.props.namePrefix, apiGatewayRolePrefix('greeting'));
  t.deepEqual(jsonOf(role, 'assumeRolePolicy'), JSON.parse(trustApiGateway));
  t.like(named(resources, 'api-gateway-account').props, {
    cloudwatchRoleArn: 'arn:aws:mock:::api-gateway-logs-role',
  });
});

test.serial('a role that this stack made stays in the program', async (t) => {
  const { resources } = await make(t, `${apiGatewayRolePrefix('greeting')}20261123`);
  t.is(resources.length, 3);
});

for (const [title, name] of [
  ['a person', 'logs-by-hand'],
  ['another stack', `${apiGatewayRolePrefix('other')}20261123`],
  ['a stack whose name is in it', `of-${apiGatewayRolePrefix('greeting')}20261123`],
] as const) {
  test.serial(`a role that ${title} set is left as it is`, async (t) => {
    const { resources, outputs } = await make(t, name);
    t.deepEqual(resources, []);
    t.is(outputs, 0);
  });
}

const silent = { logging: 'OFF', accessLog: false };
const targetsWith = (settings: object) => ({
  targets: [
    { name: 'stage', alias: 'STAGE', apiStage: 'stage', ...silent },
    { name: 'prod', alias: 'PROD', apiStage: 'prod', ...silent, ...settings },
  ],
});

for (const [title, raw] of [
  ['as they do by default', {}],
  ['of errors alone', targetsWith({ logging: 'ERROR' })],
  ['of who calls alone', targetsWith({ accessLog: true })],
] as const) {
  test.serial(
    `logs of stages, ${title}, are refused without a role before anything is made`,
    async (t) => {
      await t.throwsAsync(make(t, undefined, raw), {
        instanceOf: SettingsError,
        message: /manageApiGatewayAccount: .* no CloudWatch role in this account in eu-west-1/,
      });
    },
  );
}

test.serial('a role that somebody else gave the account is as good', async (t) => {
  const { resources } = await make(t, 'theirs', {});
  t.deepEqual(resources, []);
});

test.serial('who may not ask for the role goes on', async (t) => {
  const { aws } = await startEmbedded(t);
  aws.faults.replace([{ operation: 'apigateway:GetAccount', kind: 'fail' }]);
  useEndpoint(t, aws.url);
  const settings = parseSettings({ function: { name: 'greeting' } });
  const { resources } = await runProgram(() => prepareLogging(settings, [placeAtHome()]));
  t.deepEqual(resources, []);
});

test.serial('stages that write no logs need no role', async (t) => {
  const { resources } = await make(t, undefined, targetsWith({}));
  t.deepEqual(resources, []);
});

test.serial('on another engine nobody asks', async (t) => {
  const { resources } = await make(t, undefined, { endpoint: 'http://localhost:4566' });
  t.deepEqual(resources, []);
});
