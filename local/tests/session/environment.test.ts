import test from 'ava';
import { noLag, parseLag } from '../../lag-settings.ts';
import { localEnvironment } from '../../session/environment.ts';
import { folder } from './_folder.ts';

const credentials = { accessKeyId: 'LOCAL1', secretAccessKey: 'random' };
const session = { folder, url: 'http://127.0.0.1:20001', region: 'eu-west-1', credentials };

test('a command is told how the server lags, where it does', (t) => {
  const lag = { ...noLag, alias: 2, stage: 5, quotas: true };
  const { LOCAL_AWS_LAG: told = '' } = localEnvironment({}, { ...session, lag });
  t.deepEqual(parseLag(told), lag);
  t.is(localEnvironment({ LOCAL_AWS_LAG: 'alias=9' }, session).LOCAL_AWS_LAG, undefined);
});

test('a command gets the endpoint, throw-away credentials and the local Pulumi backend', (t) => {
  const env = localEnvironment({ HOME: '/home/me', PATH: '/usr/bin' }, session);
  t.deepEqual(env, {
    HOME: '/home/me',
    AWS_ENDPOINT_URL: 'http://127.0.0.1:20001',
    AWS_REGION: 'eu-west-1',
    AWS_DEFAULT_REGION: 'eu-west-1',
    AWS_ACCESS_KEY_ID: 'LOCAL1',
    AWS_SECRET_ACCESS_KEY: 'random',
    AWS_CONFIG_FILE: '/dev/null',
    AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
    AWS_EC2_METADATA_DISABLED: 'true',
    PULUMI_BACKEND_URL: 'file:///home/me/my%20project/.local/pulumi',
    PULUMI_CONFIG_PASSPHRASE: 'local',
    PULUMI_HOME: '/home/me/my project/.local/pulumi-home',
    PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: 'true',
    PULUMI_SKIP_UPDATE_CHECK: 'true',
    LOCAL_AWS_ENDPOINT: 'http://127.0.0.1:20001',
    LOCAL_AWS_PROJECT: '/home/me/my project',
    NO_PROXY: '127.0.0.1,localhost',
    no_proxy: '127.0.0.1,localhost',
    PATH: '/home/me/my project/node_modules/.bin:/home/me/my project/local/provider/bin:/usr/bin',
  });
});

test('the Pulumi CLI that was found comes before the caller’s own, and is told by its version', (t) => {
  const pulumi = { binDir: '/opt/pulumi', version: '3.259.0' };
  const env = localEnvironment({ PATH: '/usr/bin' }, { ...session, pulumi });
  t.true(env.PATH?.endsWith('/local/provider/bin:/opt/pulumi:/usr/bin'));
  t.is(env.LOCAL_AWS_PULUMI_VERSION, '3.259.0');
  const caller = { LOCAL_AWS_PULUMI_VERSION: '3.200.0' };
  t.is(localEnvironment(caller, session).LOCAL_AWS_PULUMI_VERSION, undefined);
});

test('nothing of the caller’s environment leads a command to a real account or backend', (t) => {
  const env = localEnvironment(
    {
      AWS_PROFILE: 'production',
      AWS_ACCESS_KEY_ID: 'AKIAREAL',
      AWS_SESSION_TOKEN: 'real',
      AWS_REGION: 'us-east-1',
      AWS_ENDPOINT_URL_LAMBDA: 'https://lambda.us-east-1.amazonaws.com',
      AWS_WEB_IDENTITY_TOKEN_FILE: '/token',
      AWS_CONTAINER_CREDENTIALS_FULL_URI: 'http://169.254.170.23',
      PULUMI_BACKEND_URL: 's3://state',
      PULUMI_CONFIG_PASSPHRASE_FILE: '/secret',
      PULUMI_ACCESS_TOKEN: 'real',
      NO_PROXY: '.example.com',
    },
    session,
  );
  t.notRegex(
    JSON.stringify(Object.values(env)),
    /real|AKIA|production|us-east-1|s3:|secret|token|169/i,
  );
  t.is(env.NO_PROXY, '127.0.0.1,localhost,.example.com');
});
