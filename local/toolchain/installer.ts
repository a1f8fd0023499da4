// The Automation API's own installer. It downloads a script and runs it, and neither part has a time limit
// that fits, so it runs in a process group of its own that can be ended as a whole, and ends with us.

import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { isComplete, pinnedVersion } from './distribution.ts';

const longestMs = 10 * 60_000;

function endGroup(pid: number | undefined): void {
  if (pid === undefined) {
    return;
  }
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    return;
  }
}

/**
 * Downloads Pulumi's distribution into `root` (`root/bin/pulumi` and its language hosts).
 * Throws when there is no network, the time is up, or what came is not complete.
 */
export async function installWithAutomationApi(
  root: string,
  env: NodeJS.ProcessEnv,
  timeLimitMs = longestMs,
): Promise<void> {
  const script = join(import.meta.dirname, 'install-pulumi.ts');
  const child = spawn(process.execPath, [script, root, pinnedVersion], {
    env: { ...env, NODE_USE_ENV_PROXY: '1' },
    stdio: ['pipe', 'ignore', 'pipe'],
    detached: true,
  });
  const end = (): void => endGroup(child.pid);
  const timer = setTimeout(end, timeLimitMs);
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => (stderr += chunk));
  const status = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  }).finally(() => {
    clearTimeout(timer);
  });
  if (status === null) {
    throw new Error(`not done within ${String(timeLimitMs / 1000)} s`);
  }
  if (status !== 0) {
    throw new Error(stderr.trim().split('\n').at(-1) ?? `status ${String(status)}`);
  }
  if (!isComplete(join(root, 'bin'))) {
    throw new Error('what it installed is not complete');
  }
}
