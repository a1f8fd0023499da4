import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { DeleteRoleCommand } from '@aws-sdk/client-iam';
import test, { type ExecutionContext } from 'ava';
import { account, region } from '../../../../local/tests/_helpers/account.ts';
import { temporaryFolder } from '../../../../local/tests/_helpers/temporary-folder.ts';
import { createClients } from '../../../../runner/aws/clients.ts';
import { translateError } from '../../../../runner/aws/aws-errors.ts';
import { EnvironmentError } from '../../../../runner/errors.ts';
import { root } from '../../../../runner/root.ts';
import { nobodySignsIn, type SignIn } from '../../../../stack/sign-in/aws-settings.ts';
import { createTrustedRole, keysOf } from '../../stack/sign-in/_roles.ts';
import { useSharedFiles } from '../../stack/sign-in/_shared-files.ts';
import { runFailingRelease, runRelease } from './_release.ts';
import { createStack, handlerSaying, type TestStack } from './_stack.ts';

/** Only a profile of the shared files has keys, and it may do nothing but assume the role. */
async function open(t: ExecutionContext) {
  const stack = await createStack(t);
  const roleArn = await createTrustedRole(stack.clients.iam, 'deployer', account);
  await useSharedFiles(t, {
    credentials: `[source]\n${keysOf(account)}`,
    config: `[profile deploy]\nrole_arn = ${roleArn}\nsource_profile = source\nrole_session_name = release\n`,
  });
  // What else leads to an engine: no variable of the environment.
  Reflect.deleteProperty(process.env, 'AWS_ENDPOINT_URL');
  return { stack, roleArn, tier: await tierThatAsks(t, stack) };
}

/** A tier that writes down who it is, with the SDK alone. */
async function tierThatAsks(t: ExecutionContext, { url }: TestStack) {
  const folder = await temporaryFolder(t);
  const [script, answer] = [join(folder, 'tier.mjs'), join(folder, 'answer')];
  const sdk = pathToFileURL(join(root, 'node_modules/@aws-sdk/client-sts/dist-cjs/index.js')).href;
  await writeFile(
    script,
    `import { GetCallerIdentityCommand, STSClient } from '${sdk}';
     import { writeFileSync } from 'node:fs';
     if (process.env.AWS_ENDPOINT_URL !== '${url}') throw new Error('led elsewhere');
     const { Arn } = await new STSClient({}).send(new GetCallerIdentityCommand({}));
     writeFileSync('${answer}', Arn);`,
  );
  return { command: `node ${script}`, answer };
}

function clientsFor(t: ExecutionContext, { url: endpoint }: TestStack, signIn: SignIn) {
  const clients = createClients({ region, endpoint, signIn });
  t.teardown(() => {
    const { lambda, apiGateway, logs, cloudWatch, sts } = clients;
    for (const client of [lambda, apiGateway, logs, cloudWatch, sts]) {
      client.destroy();
    }
  });
  return clients;
}

const session = `arn:aws:sts::${account}:assumed-role/deployer/release`;

for (const [how, signInBy] of [
  ['by a profile with role_arn and source_profile', () => ({ profile: 'deploy' })],
  [
    'by a profile and aws:assumeRoles',
    (roleArn: string) => ({ profile: 'source', roles: [{ roleArn, sessionName: 'release' }] }),
  ],
] satisfies [string, (roleArn: string) => Partial<SignIn>][]) {
  test.serial(`a release and its tiers sign in ${how}`, async (t) => {
    const { stack, roleArn, tier } = await open(t);
    const signIn = { ...nobodySignsIn, ...signInBy(roleArn) };
    const { outcome } = await runRelease(t, stack, {
      bundle: await handlerSaying(t, 'one'),
      clients: clientsFor(t, stack, signIn),
      signIn,
      tiers: { lambda: tier.command },
    });
    t.is(outcome, 'released');
    t.is(await readFile(tier.answer, 'utf8'), session);
    t.regex(await stack.ask('prod'), /^200 one /);
  });
}

test.serial('a role that is gone stops a release before it writes', async (t) => {
  const { stack, roleArn } = await open(t);
  await stack.clients.iam.send(new DeleteRoleCommand({ RoleName: 'deployer' }));
  const signIn = { ...nobodySignsIn, profile: 'source', roles: [{ roleArn }] };
  const { status, cause } = await runFailingRelease(t, stack, {
    bundle: await handlerSaying(t, 'one'),
    clients: clientsFor(t, stack, signIn),
    signIn,
  });
  t.is(status, 3);
  const error = translateError(cause, 'releasing');
  t.true(error instanceof EnvironmentError);
  t.regex(String(error), /cannot be assumed: User: .*sts:AssumeRole/);
  t.regex(await stack.ask('prod'), /^503 /);
});
