import test from 'ava';
import { planAliasVersions, readAliases } from '../../../infra/alias-versions.ts';
import { LostAliasError } from '../../../stack/lost-alias.ts';
import type { StackOutputs } from '../../../stack/outputs.ts';
import { parseSettings } from '../../../stack/settings.ts';
import { region } from '../../../local/tests/_helpers/account.ts';
import { useEndpoint } from '../behaviour/release/_runner-calls.ts';
import { createStack } from '../behaviour/release/_stack.ts';

const settings = parseSettings({ function: { name: 'greeting' } });
const target = (alias: string, apiStage: string) => ({
  alias,
  aliasArn: 'arn',
  apiStage,
  url: 'https://api.test/x',
});
const previous = (...aliases: readonly string[]): StackOutputs => ({
  functionName: 'greeting',
  functionArn: 'arn',
  restApiId: 'a1b2c3',
  deploymentId: 'd4e5f6',
  targets: Object.fromEntries(aliases.map((alias) => [alias, target(alias, alias)])),
});
const plan = (versions: Readonly<Record<string, string>> | undefined, before?: StackOutputs) => {
  const live = Object.entries(versions ?? {}).map(
    ([name, version]) => [name, { version, description: '' }] as const,
  );
  return planAliasVersions(settings, versions && new Map(live), before);
};

const atLatest = {
  STAGE: '$LATEST',
  STAGE_STANDBY: '$LATEST',
  PROD: '$LATEST',
  PROD_STANDBY: '$LATEST',
};

test('before there is a function, and before it has aliases, they begin at the placeholder', (t) => {
  t.deepEqual(plan(undefined), atLatest);
  t.deepEqual(plan({}), atLatest);
  t.deepEqual(plan(undefined, previous('STAGE', 'PROD')), atLatest, 'the function is lost, too');
});

test('an alias that is there keeps what it names, and the second one begins at the first', (t) => {
  const live = { STAGE: '8', STAGE_STANDBY: '5', PROD: '7', RELEASE: '1' };
  t.deepEqual(plan(live, previous('STAGE', 'PROD')), {
    STAGE: '8',
    STAGE_STANDBY: '5',
    PROD: '7',
    PROD_STANDBY: '7',
  });
});

test('a new target begins at what the last of the others serves', (t) => {
  const live = { PROD: '7', PROD_STANDBY: '7', RELEASE: '1' };
  t.like(plan(live, previous('PROD')), { STAGE: '7', STAGE_STANDBY: '7' });
});

for (const [title, live, before] of [
  ['that served', { STAGE: '8', PROD_STANDBY: '7' }, previous('STAGE', 'PROD')],
  ['of a stack whose state is lost as well', { STAGE_STANDBY: '8', RELEASE: '1' }, undefined],
] as const) {
  test(`an alias ${title} and is gone is not made again`, (t) => {
    t.throws(() => plan(live, before), {
      instanceOf: LostAliasError,
      message: /^The alias (PROD|STAGE) of greeting was deleted$/,
    });
  });
}

test.serial(
  'aliases are read with their versions, and a function that is not there is told',
  async (t) => {
    const { url } = await createStack(t);
    useEndpoint(t, url);
    t.is(await readAliases('another', { region }), undefined);
    const found = await readAliases('greeting', { region });
    t.deepEqual(found?.get('PROD'), { version: '$LATEST', description: '' });
  },
);
