import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import test, { type ExecutionContext } from 'ava';
import { account, region } from '../../../../local/tests/_helpers/account.ts';
import { startEmbedded } from '../../../../local/tests/_helpers/embedded.ts';
import { nobodySignsIn, type SignIn } from '../../../../stack/sign-in/aws-settings.ts';
import {
  clientOptionsOf,
  resolveCredentials,
} from '../../../../stack/sign-in/resolve-credentials.ts';
import { SignInError } from '../../../../stack/sign-in/sign-in-error.ts';
import { temporaryFolder } from '../../../../local/tests/_helpers/temporary-folder.ts';
import { useSharedFiles } from './_shared-files.ts';
import { createTrustedRole, keysOf } from './_roles.ts';

/** Who calls with what these settings give, by the embedded AWS. */
async function callerOf(endpoint: string, signIn: Partial<SignIn>): Promise<string> {
  const place = { region, endpoint, signIn: { ...nobodySignsIn, ...signIn } };
  const client = new STSClient(clientOptionsOf(place));
  try {
    return (await client.send(new GetCallerIdentityCommand({}))).Arn ?? '';
  } finally {
    client.destroy();
  }
}

const user = (of: string) => `arn:aws:iam::${of}:user/local`;

test.serial('the profile of the settings goes before keys of the environment', async (t) => {
  const { url } = await startEmbedded(t);
  await useSharedFiles(t, { credentials: `[theirs]\n${keysOf('2'.repeat(12))}` });
  Object.assign(process.env, { AWS_ACCESS_KEY_ID: account, AWS_SECRET_ACCESS_KEY: 'local' });
  t.is(await callerOf(url, {}), user(account));
  t.is(await callerOf(url, { profile: 'theirs' }), user('2'.repeat(12)));
  // As the AWS SDK for Go, and so Pulumi's provider, has it; the one for JavaScript would take the profile.
  process.env.AWS_PROFILE = 'theirs';
  t.is(await callerOf(url, {}), user(account));
  Reflect.deleteProperty(process.env, 'AWS_ACCESS_KEY_ID');
  t.is(await callerOf(url, {}), user('2'.repeat(12)));
});

test.serial('a profile takes on its role, at the endpoint of the stack', async (t) => {
  const { url, clients } = await startEmbedded(t);
  const roleArn = await createTrustedRole(clients.iam, 'deployer', account);
  await useSharedFiles(t, {
    credentials: `[source]\n${keysOf(account)}`,
    config: `[profile deploy]\nrole_arn = ${roleArn}\nsource_profile = source\nrole_session_name = me\n`,
  });
  const arn = await callerOf(url, { profile: 'deploy' });
  t.is(arn, `arn:aws:sts::${account}:assumed-role/deployer/me`);
});

test.serial('roles are taken on one after the other', async (t) => {
  const { url, clients } = await startEmbedded(t);
  const first = await createTrustedRole(clients.iam, 'first', account);
  const second = await createTrustedRole(clients.iam, 'second', first);
  await useSharedFiles(t, { credentials: `[default]\n${keysOf(account)}` });
  const both = [{ roleArn: first }, { roleArn: second, sessionName: 'release' }];
  t.is(await callerOf(url, { roles: both }), `arn:aws:sts::${account}:assumed-role/second/release`);
  const error = await t.throwsAsync(callerOf(url, { roles: [{ roleArn: second }] }), {
    instanceOf: SignInError,
    message: /^The role .*:role\/second \(aws:assumeRoles\[0\]\) cannot be assumed: User: /,
  });
  t.regex(error.advice, /trust policy/);
});

test.serial('a profile whose role cannot be assumed is told', async (t) => {
  const { url, clients } = await startEmbedded(t);
  const roleArn = await createTrustedRole(clients.iam, 'others', '9'.repeat(12));
  await useSharedFiles(t, {
    credentials: `[source]\n${keysOf(account)}`,
    config: `[profile deploy]\nrole_arn = ${roleArn}\nsource_profile = source\n[profile empty]\nregion = eu-west-1\n`,
  });
  await t.throwsAsync(callerOf(url, { profile: 'deploy' }), {
    instanceOf: SignInError,
    message: /that profile deploy takes on .* cannot be assumed: User: .*sts:AssumeRole/,
  });
  await t.throwsAsync(callerOf(url, { profile: 'none' }), {
    instanceOf: SignInError,
    message: /^There is no profile none .*; there are deploy, empty, source$/,
  });
  await t.throwsAsync(callerOf(url, { profile: 'empty' }), {
    instanceOf: SignInError,
    message: /^Profile empty gives no credentials: /,
  });
});

/** An STS that gives anybody with a token the credentials of a role. */
async function startSts(t: ExecutionContext) {
  const asked: URLSearchParams[] = [];
  const server = createServer((request, response) => {
    void bodyOf(request).then((body) => {
      asked.push(new URLSearchParams(body));
      response.writeHead(200, { 'content-type': 'text/xml' });
      response.end(
        `<AssumeRoleWithWebIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">
          <AssumeRoleWithWebIdentityResult>
            <Credentials><AccessKeyId>ASIA</AccessKeyId><SecretAccessKey>s</SecretAccessKey>
            <SessionToken>t</SessionToken><Expiration>2099-01-01T00:00:00Z</Expiration></Credentials>
          </AssumeRoleWithWebIdentityResult>
        </AssumeRoleWithWebIdentityResponse>`,
      );
    });
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  t.teardown(() => server.close());
  const { port } = server.address() as AddressInfo;
  return { endpoint: `http://127.0.0.1:${String(port)}`, asked };
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  let body = '';
  for await (const part of request) {
    body += String(part);
  }
  return body;
}

test.serial('the token of a web identity is read anew each time', async (t) => {
  const { endpoint, asked } = await startSts(t);
  await useSharedFiles(t, {});
  const tokenFile = join(await temporaryFolder(t, 'token-'), 'token');
  const webIdentity = {
    roleArn: `arn:aws:iam::${account}:role/ci`,
    sessionName: 'ci',
    durationSeconds: 900,
    tokenFile,
  };
  const place = { region, endpoint, signIn: { ...nobodySignsIn, webIdentity } };
  await t.throwsAsync(resolveCredentials(place), {
    instanceOf: SignInError,
    message: /cannot be read from .*token$/,
  });
  for (const token of ['one', 'two']) {
    await writeFile(tokenFile, `${token}\n`);
    t.is((await resolveCredentials(place)).accessKeyId, 'ASIA');
  }
  t.deepEqual(
    asked.map((each) => [
      each.get('Action'),
      each.get('WebIdentityToken'),
      each.get('RoleSessionName'),
      each.get('DurationSeconds'),
    ]),
    [
      ['AssumeRoleWithWebIdentity', 'one', 'ci', '900'],
      ['AssumeRoleWithWebIdentity', 'two', 'ci', '900'],
    ],
  );
});
