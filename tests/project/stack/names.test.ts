import test from 'ava';
import fc from 'fast-check';
import {
  accessLogGroup,
  apiGatewayRolePrefix,
  functionLogGroup,
  functionRolePrefix,
  standbyAliasOf,
  releaseLockAlias,
  releaseLogGroup,
} from '../../../stack/names.ts';
import { parseSettings, SettingsError } from '../../../stack/settings.ts';

const functionName = fc.stringMatching(/^[A-Za-z0-9-_]{1,64}$/);
/** What IAM takes, less what the provider completes a prefix with. */
const roleNameRoom = 64 - 26;

test("the prefix of a role's name leaves room for the provider, and wastes none", (t) => {
  fc.assert(
    fc.property(functionName, (name) => {
      for (const prefix of [functionRolePrefix(name), apiGatewayRolePrefix(name)]) {
        t.true(prefix.length <= roleNameRoom, prefix);
        t.regex(prefix, /^[\w+=,.@-]+-$/);
      }
      const kept = name.slice(0, roleNameRoom - 1);
      t.is(functionRolePrefix(name), `${kept}-`);
    }),
  );
  t.is(functionRolePrefix('a'.repeat(64)).length, roleNameRoom);
});

test('the role by which API Gateway writes logs is of one stack, also where names begin alike', (t) => {
  const long = 'a'.repeat(63);
  t.not(apiGatewayRolePrefix(`${long}1`), apiGatewayRolePrefix(`${long}2`));
  t.is(apiGatewayRolePrefix(long), apiGatewayRolePrefix(long));
});

test('log groups have names that CloudWatch Logs takes, and share none', (t) => {
  const stage = fc.stringMatching(/^\w{1,128}$/);
  fc.assert(
    fc.property(functionName, stage, (name, apiStage) => {
      const groups = [
        functionLogGroup(name),
        releaseLogGroup(name),
        accessLogGroup(name, apiStage),
      ];
      t.is(new Set(groups).size, groups.length);
      for (const group of groups) {
        t.regex(group, /^[\w./#-]{1,512}$/);
      }
    }),
  );
  t.is(functionLogGroup('greeting'), '/aws/lambda/greeting', 'Lambda writes there by itself');
});

const settingsWith = (alias: string) => ({
  function: { name: 'greeting' },
  targets: [{ name: 'prod', alias, apiStage: 'prod' }],
});

for (const [title, alias] of [
  ['the release lock', releaseLockAlias],
  ['a standby alias', standbyAliasOf('PROD')],
] as const) {
  test(`no target can have the name of ${title} for its alias`, (t) => {
    t.throws(() => parseSettings(settingsWith(alias)), { instanceOf: SettingsError });
  });
}

test('the standby alias of the longest alias is one that Lambda takes', (t) => {
  const longest = 'A'.repeat(120);
  t.notThrows(() => parseSettings(settingsWith(longest)));
  t.true(standbyAliasOf(longest).length <= 128);
  t.throws(() => parseSettings(settingsWith(`${longest}A`)), { instanceOf: SettingsError });
});
