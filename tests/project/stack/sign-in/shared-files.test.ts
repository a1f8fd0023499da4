import test from 'ava';
import { nobodySignsIn } from '../../../../stack/sign-in/aws-settings.ts';
import { findRegion, verifyProfile } from '../../../../stack/sign-in/shared-files.ts';
import { SignInError } from '../../../../stack/sign-in/sign-in-error.ts';
import { useSharedFiles } from './_shared-files.ts';

const config = `[default]
region = eu-central-1

[profile shop]
region = eu-north-1

[sso-session company]
sso_region = eu-west-3
`;
const credentials = '[keys]\naws_access_key_id = x\n';

test.serial('without a region in settings and environment the profile has it', async (t) => {
  await useSharedFiles(t, { config });
  const region = (profile?: string) =>
    findRegion(undefined, { ...nobodySignsIn, profile }, process.env);
  t.is(await region(), 'eu-central-1');
  t.is(await region('shop'), 'eu-north-1');
  t.is(await region('none'), undefined);
  process.env.AWS_PROFILE = 'shop';
  t.is(await region(), 'eu-north-1');
  process.env.AWS_REGION = 'eu-west-1';
  t.is(await region('shop'), 'eu-west-1');
});

test.serial('the files may be named by the settings', async (t) => {
  const files = await useSharedFiles(t, { config });
  Reflect.deleteProperty(process.env, 'AWS_CONFIG_FILE');
  const signIn = { ...nobodySignsIn, configFile: files.config };
  t.is(await findRegion(undefined, signIn, process.env), 'eu-central-1');
});

test.serial('a missing profile is told with those that there are', async (t) => {
  await useSharedFiles(t, { config, credentials });
  const verify = (name: string) => verifyProfile({ name, from: 'aws:profile' }, nobodySignsIn);
  await t.notThrowsAsync(verify('shop'));
  await t.notThrowsAsync(verify('keys'));
  const error = await t.throwsAsync(verify('shpo'), { instanceOf: SignInError });
  t.is(
    error.message,
    'There is no profile shpo in the shared files of AWS, which aws:profile names; there are default, keys, shop',
  );
  t.regex(error.advice, /aws configure --profile shpo/);
});
