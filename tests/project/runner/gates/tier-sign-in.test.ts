import { homedir } from 'node:os';
import { join } from 'node:path';
import test from 'ava';
import { signInOfTier } from '../../../../runner/gates/tier-sign-in.ts';
import { nobodySignsIn, type SignIn } from '../../../../stack/sign-in/aws-settings.ts';
import { project } from '../../../../stack/project.ts';
import { parseStackFile } from '../../../../stack/stack-file.ts';
import { useSharedFiles } from '../../stack/sign-in/_shared-files.ts';

const settings = parseStackFile('dev', {
  config: { 'aws:region': 'eu-west-1', [`${project}:function`]: { name: 'greeting' } },
});
const variables = (signIn: Partial<SignIn> = {}) =>
  signInOfTier({ ...settings, signIn: { ...nobodySignsIn, ...signIn } });

test.serial('a tier finds what the runner found in the environment', async (t) => {
  await useSharedFiles(t, {});
  t.deepEqual(await variables(), {});
  process.env.AWS_PROFILE = 'theirs';
  t.like(await variables(), { AWS_PROFILE: 'theirs' });
  // Which the SDK for JavaScript would take before the keys.
  Object.assign(process.env, { AWS_ACCESS_KEY_ID: 'key', AWS_SECRET_ACCESS_KEY: 'secret' });
  t.deepEqual(await variables(), { AWS_PROFILE: undefined, AWS_DEFAULT_PROFILE: undefined });
});

test.serial('a profile of the settings goes before the keys of the environment', async (t) => {
  await useSharedFiles(t, {});
  Object.assign(process.env, { AWS_ACCESS_KEY_ID: 'key', AWS_SECRET_ACCESS_KEY: 'secret' });
  const found = await variables({ profile: 'ours', configFile: '~/of/ours' });
  t.is(found.AWS_PROFILE, 'ours');
  t.is(found.AWS_CONFIG_FILE, join(homedir(), 'of/ours'));
  t.true('AWS_ACCESS_KEY_ID' in found);
  t.is(found.AWS_ACCESS_KEY_ID, undefined);
});
