import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const timeoutMs = 60_000;

/** The version that an executable reports, without the `v`. Throws when it does not run or says none. */
export async function askVersion(executable: string, env: NodeJS.ProcessEnv): Promise<string> {
  const { stdout } = await promisify(execFile)(executable, ['version'], {
    env: { ...env, PULUMI_SKIP_UPDATE_CHECK: 'true' },
    timeout: timeoutMs,
  });
  const version = /^v?(\d+\.\d+\.\d+\S*)\s*$/.exec(stdout)?.[1];
  if (version === undefined) {
    throw new Error(`it reports no version ("${stdout.trim()}")`);
  }
  return version;
}
