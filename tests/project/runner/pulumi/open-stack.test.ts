import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { PulumiCommand } from '@pulumi/pulumi/automation/index.js';
import test, { type ExecutionContext } from 'ava';
import { EnvironmentError, UsageError } from '../../../../runner/errors.ts';
import { openStack } from '../../../../runner/pulumi/open-stack.ts';
import { nobodySignsIn } from '../../../../stack/sign-in/aws-settings.ts';
import { project } from '../../../../stack/project.ts';
import { temporaryFolder } from '../../../../local/tests/_helpers/temporary-folder.ts';

/** @param answers by the CLI's words, as patterns of a shell, what it does instead. */
async function openWithCli(
  t: ExecutionContext,
  answers: (state: string) => Readonly<Record<string, string>>,
  name = 'local',
) {
  const root = await temporaryFolder(t, 'pulumi-');
  const backend = join(root, 'backend');
  const state = join(backend, '.pulumi', 'stacks', project, `${name}.json`);
  await mkdir(join(root, 'bin'));
  const cli = join(root, 'bin', 'pulumi');
  const lines = Object.entries({ 'version*': 'echo v3.259.0', ...answers(state) });
  await writeFile(
    cli,
    `#!/bin/sh
case "$*" in
${lines.map(([words, line]) => `  ${words}) ${line} ;;`).join('\n')}
esac
`,
  );
  await chmod(cli, 0o755);
  process.env.PULUMI_BACKEND_URL = pathToFileURL(backend).href;
  const place = { region: 'eu-west-1', signIn: nobodySignsIn };
  return openStack(name, await PulumiCommand.get({ root }), place, {});
}

/** As it may end when it meets the lock of another. */
const initFails = (before: string) => ({
  "'stack init '*": `${before}; echo 'error: could not list bucket' >&2; exit 1`,
});

const { signal } = new AbortController();

test.serial('a stack that another command made meanwhile is used', async (t) => {
  const stack = await openWithCli(t, (state) =>
    initFails(`mkdir -p "$(dirname '${state}')"; echo '{}' > '${state}'`),
  );
  await t.notThrowsAsync(stack.destroy(signal));
});

test.serial('a stack that could not be made is told with the reason', async (t) => {
  const stack = await openWithCli(t, () => initFails('true'));
  const error = await t.throwsAsync(stack.destroy(signal), { instanceOf: EnvironmentError });
  t.regex(error.message, /failed on stack local:\ncould not list bucket$/);
});

const provisioned = {
  functionName: 'greeting',
  functionArn: 'arn:aws:lambda:eu-west-1:123456789012:function:greeting',
  restApiId: 'api1',
  deploymentId: 'dep1',
  targets: {
    prod: {
      alias: 'PROD',
      aliasArn: 'arn:aws:lambda:eu-west-1:123456789012:function:greeting:PROD',
      apiStage: 'prod',
      url: 'https://api1.execute-api.eu-west-1.amazonaws.com/prod',
    },
  },
};
const print = (outputs: object) => `echo '${JSON.stringify(outputs)}'`;
const plain = "'stack output --json --stack '*";
const decrypted = "'stack output --json --show-secrets '*";

test.serial('outputs are decrypted only where one of them is secret', async (t) => {
  const clear = await openWithCli(t, () => ({ [plain]: print(provisioned) }), 'dev');
  t.is((await clear.outputs())?.restApiId, 'api1');

  const answers = {
    [plain]: print({ ...provisioned, functionName: '[secret]' }),
    [decrypted]: print(provisioned),
  };
  const secret = await openWithCli(t, () => answers, 'dev');
  t.is((await secret.outputs())?.functionName, 'greeting');

  const none = await openWithCli(t, () => ({ [plain]: print({}) }), 'dev');
  t.is(await none.outputs(), undefined);
});

test.serial('a stack that the backend does not have is told with how to make it', async (t) => {
  const refuses = 'echo "error: no stack named \'dev\' found" >&2; exit 6';
  const stack = await openWithCli(t, () => ({ [plain]: refuses }), 'dev');
  const error = await t.throwsAsync(stack.outputs(), { instanceOf: UsageError });
  t.is(error.message, 'The Pulumi backend has no stack dev');
  t.deepEqual(error.next.command, { shell: 'pulumi stack init dev' });
});
