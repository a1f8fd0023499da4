import test from 'ava';
import { nobodySignsIn } from '../../../../stack/sign-in/aws-settings.ts';
import { decideRegion, decideSource } from '../../../../stack/sign-in/decide-source.ts';

const keys = { AWS_ACCESS_KEY_ID: 'key', AWS_SECRET_ACCESS_KEY: 'secret' };
const token = { AWS_WEB_IDENTITY_TOKEN_FILE: '/token' };
const profile = { AWS_PROFILE: 'theirs' };
const webIdentity = { roleArn: 'arn', token: 'x' };

for (const [title, signIn, environment, kind, named] of [
  ['nothing is set', {}, {}, 'default', undefined],
  ['the environment has everything', {}, { ...keys, ...token, ...profile }, 'keys', 'theirs'],
  ['a key has no secret', {}, { AWS_ACCESS_KEY_ID: 'key' }, 'default', undefined],
  ['it has a token and a profile', {}, { ...token, ...profile }, 'token file', 'theirs'],
  ['it has a profile', {}, profile, 'profile', 'theirs'],
  ['it has a profile by its other name', {}, { AWS_DEFAULT_PROFILE: 'x' }, 'profile', 'x'],
  ['the settings name a profile', { profile: 'ours' }, { ...keys, ...profile }, 'profile', 'ours'],
  ['the settings have a token', { webIdentity, profile: 'ours' }, keys, 'web identity', 'ours'],
] as const) {
  test(`${kind} signs in when ${title}`, (t) => {
    const source = decideSource({ ...nobodySignsIn, ...signIn }, environment);
    t.is(source.base.kind, kind);
    t.is(source.profile?.name, named);
  });
}

test('a region is the first that is named', (t) => {
  const both = { AWS_REGION: 'b', AWS_DEFAULT_REGION: 'c' };
  t.is(decideRegion('a', both, 'd'), 'a');
  t.is(decideRegion(undefined, both, 'd'), 'b');
  t.is(decideRegion(undefined, { AWS_REGION: '', AWS_DEFAULT_REGION: 'c' }, 'd'), 'c');
  t.is(decideRegion(undefined, {}, 'd'), 'd');
  t.is(decideRegion(undefined, {}, undefined), undefined);
});
