import { mkdir, readFile, symlink } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { LocalWorkspace, type PulumiFn, type Stack } from '@pulumi/pulumi/automation/index.js';
import type { ExecutionContext } from 'ava';
import { findPulumi } from '../../../toolchain/pulumi.ts';
import { account, region } from '../../_helpers/account.ts';
import { temporaryFolder } from '../../_helpers/temporary-folder.ts';

const executable = fileURLToPath(
  new URL('../../../provider/bin/pulumi-resource-aws', import.meta.url),
);

/** A stack with a backend, a Pulumi home and a working folder of its own, whose `aws:*` is this project's provider. */
export async function createStack(
  t: ExecutionContext,
  endpoint: string,
  program: PulumiFn,
): Promise<{ readonly stack: Stack; readonly readState: () => Promise<string> }> {
  const { binDir } = await findPulumi();
  // Where the Automation API looks for the CLI; this test file has its process to itself.
  process.env.PATH = [binDir, process.env.PATH ?? ''].join(delimiter);
  const dir = await temporaryFolder(t, 'provider stack ');
  const backend = join(dir, 'state');
  await mkdir(backend);
  // Installed, the CLI does not warn of a plugin on PATH.
  const plugin = join(dir, 'home', 'plugins', 'resource-aws-v7.48.0');
  await mkdir(plugin, { recursive: true });
  await symlink(executable, join(plugin, 'pulumi-resource-aws'));
  const stack = await LocalWorkspace.createOrSelectStack(
    { projectName: 'provider-test', stackName: 'local', program },
    {
      workDir: dir,
      pulumiHome: join(dir, 'home'),
      projectSettings: {
        name: 'provider-test',
        runtime: 'nodejs',
        backend: { url: `file://${encodeURI(backend)}` },
      },
      envVars: {
        LOCAL_AWS_ENDPOINT: endpoint,
        AWS_ACCESS_KEY_ID: account,
        AWS_SECRET_ACCESS_KEY: 'local',
        PULUMI_CONFIG_PASSPHRASE: 'test',
        PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: 'true',
        PULUMI_SKIP_UPDATE_CHECK: 'true',
      },
    },
  );
  await stack.setConfig('aws:region', { value: region });
  const stateFile = join(backend, '.pulumi', 'stacks', 'provider-test', 'local.json');
  return { stack, readState: () => readFile(stateFile, 'utf8') };
}
