import { appendFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import test from 'ava';
import { createCheckout } from './_checkout.ts';

const checkout = await createCheckout();
test.after.always(() => checkout.close());

/** The embedded AWS as an engine that this project did not start: only its settings lead there. */
const unled = 'unset AWS_ENDPOINT_URL';

/** In full, as Pulumi knows it. */
const named = 'organization/gated-lambda-release/other';

/** A line of shell in the checkout, with credentials of the engine and the provider that speaks to it. */
function run(...lines: readonly string[]) {
  return checkout.run('local', [
    '--',
    'sh',
    '-c',
    [`cd '${checkout.root}'`, ...lines].join(' && '),
  ]);
}

/** A backend that only `Pulumi.yaml` names. */
const byProject = 'unset PULUMI_BACKEND_URL';

/** Makes a role that everybody in the account may take on, and prints its ARN. */
const makeRole = `node --input-type=module --eval '
  import { CreateRoleCommand, IAMClient } from "@aws-sdk/client-iam";
  const Principal = { AWS: "arn:aws:iam::000000000000:root" };
  const Statement = [{ Effect: "Allow", Action: "sts:AssumeRole", Principal }];
  const AssumeRolePolicyDocument = JSON.stringify({ Version: "2012-10-17", Statement });
  const role = { RoleName: "deployer", AssumeRolePolicyDocument };
  const { Role } = await new IAMClient({}).send(new CreateRoleCommand(role));
  console.log(Role.Arn);'`;

async function writeSettings(url: string, roleArn: string): Promise<void> {
  const file = (name: string) => join(checkout.root, name);
  const settings = await readFile(file('Pulumi.local.yaml'), 'utf8');
  const config = `config:
  gated-lambda-release:endpoint: ${url}/
  aws:assumeRoles:
    - roleArn: ${roleArn}
      sessionName: release`;
  await writeFile(file('Pulumi.other.yaml'), settings.replace('config:', config));
  await mkdir(file('.local/other'), { recursive: true });
  const backend = `backend:\n  url: ${pathToFileURL(file('.local/other')).href}\n`;
  await appendFile(file('Pulumi.yaml'), backend);
}

test.serial(
  'a stack on another engine is released there, in the role of its settings',
  async (t) => {
    t.timeout(180_000);
    const url = await checkout.serve();
    const role = await run(makeRole);
    t.is(role.status, 0, role.stderr);
    await writeSettings(url, role.stdout.trim());
    const { status, stdout, stderr } = await run(
      unled,
      byProject,
      'pulumi stack init other',
      `npm run --silent release -- --stack ${named}`,
    );
    t.is(status, 0, stderr);
    t.regex(stdout, new RegExp(`${url}/_aws/execute-api/\\w+/prod`));
    const [prod = ''] = new RegExp(`${url}/_aws/execute-api/\\w+/prod`).exec(stdout) ?? [];
    t.is((await fetch(`${prod}/greeting`)).status, 200);
  },
);

test.serial('a plain pulumi up is refused unless it goes there, too', async (t) => {
  t.timeout(60_000);
  const { status, stdout } = await run(
    unled,
    byProject,
    'pulumi preview --stack other --non-interactive',
  );
  t.not(status, 0);
  t.regex(stdout, /endpoint: Pulumi needs it in the environment as well: AWS_ENDPOINT_URL=/);
});

test.serial('what looks at a stack, and the way back, need no Pulumi', async (t) => {
  t.timeout(60_000);
  const away = 'export PULUMI_BACKEND_URL=s3://no-such-bucket';
  const command = (line: string) =>
    run(unled, away, `npm run --silent ${line} -- --stack ${named}`);
  const [status, history, rollback] = await Promise.all([
    command('status'),
    command('history'),
    command('rollback'),
  ]);
  t.is(status.status, 0, status.stderr);
  t.regex(status.stdout, /^prod +PROD +\d+ +\w+ +accepted, last written by /m);
  t.is(history.status, 0, history.stderr);
  t.regex(history.stdout, / released$/m);
  t.is(rollback.status, 2);
  t.regex(rollback.lastLine, /nothing was released to target prod/);
});

test.serial('an endpoint in the environment is never ignored in silence', async (t) => {
  const env = { AWS_ENDPOINT_URL_LAMBDA: 'http://localhost:4566' };
  const { status, lastLine } = await checkout.run('status', ['--stack', 'dev'], env);
  t.is(status, 2);
  t.regex(
    lastLine,
    /^AWS_ENDPOINT_URL_LAMBDA in the environment says http:\/\/localhost:4566, but by its settings the stack is on AWS\. Next: .*gated-lambda-release:endpoint/,
  );
});

test.serial('a stack of another project is refused', async (t) => {
  const { status, lastLine } = await checkout.run('status', ['--stack', 'acme/shop/dev']);
  t.is(status, 2);
  t.regex(
    lastLine,
    /^Stack acme\/shop\/dev is of the project shop, and this is gated-lambda-release/,
  );
});
