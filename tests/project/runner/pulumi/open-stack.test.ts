import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { PulumiCommand } from '@pulumi/pulumi/automation/index.js';
import test, { type ExecutionContext } from 'ava';
import { EnvironmentError } from '../../../../runner/errors.ts';
import { openStack } from '../../../../runner/pulumi/open-stack.ts';
import { nobodySignsIn } from '../../../../stack/sign-in/aws-settings.ts';
import { project } from '../../../../stack/project.ts';
import { temporaryFolder } from '../../../../local/tests/_helpers/temporary-folder.ts';

/** A CLI whose `stack init` fails, as it may when it meets the lock of another. */
async function openWithCli(t: ExecutionContext, beforeItFails: (state: string) => string) {
  const root = await temporaryFolder(t, 'pulumi-');
  const backend = join(root, 'backend');
  const state = join(backend, '.pulumi', 'stacks', project, 'local.json');
  await mkdir(join(root, 'bin'));
  const cli = join(root, 'bin', 'pulumi');
  await writeFile(
    cli,
    `#!/bin/sh
case "$*" in
  version*) echo v3.259.0 ;;
  'stack init '*) ${beforeItFails(state)}; echo 'error: could not list bucket' >&2; exit 1 ;;
esac
`,
  );
  await chmod(cli, 0o755);
  process.env.PULUMI_BACKEND_URL = pathToFileURL(backend).href;
  const place = { region: 'eu-west-1', signIn: nobodySignsIn };
  return openStack('local', await PulumiCommand.get({ root }), place, {});
}

const { signal } = new AbortController();

test.serial('a stack that another command made meanwhile is used', async (t) => {
  const stack = await openWithCli(
    t,
    (state) => `mkdir -p "$(dirname '${state}')"; echo '{}' > '${state}'`,
  );
  await t.notThrowsAsync(stack.destroy(signal));
});

test.serial('a stack that could not be made is told with the reason', async (t) => {
  const stack = await openWithCli(t, () => 'true');
  const error = await t.throwsAsync(stack.destroy(signal), { instanceOf: EnvironmentError });
  t.regex(error.message, /failed on stack local:\ncould not list bucket$/);
});
