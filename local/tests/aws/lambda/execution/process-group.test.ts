import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { ExecutionContext } from 'ava';

import { testEmbedded } from '../../../_helpers/embedded-only.ts';
import { archive } from '../_helpers/archive.ts';
import { createFunction, invoke, setUp, settled } from '../_helpers/functions.ts';

/** Invokes a handler that writes a process's id into a file, and tells whether that process ends. */
async function ends(
  t: ExecutionContext,
  body: string,
  Environment: { readonly Variables?: Record<string, string> } = {},
): Promise<boolean> {
  const stand = await setUp(t);
  const source = `import { spawn } from 'node:child_process';
    import { writeFileSync } from 'node:fs';
    export const handler = async ({ file }) => {
      const note = (pid) => writeFileSync(file, String(pid));
      ${body}
    };`;
  const files = { 'index.mjs': source, wrapper: '#!/bin/sh\n"$@"\n' };
  const { FunctionName } = await createFunction(t, stand, {
    Timeout: 1,
    Code: { ZipFile: await archive(files, 0o755) },
    Environment,
  });
  await settled(stand, FunctionName);
  const file = join(stand.dir, 'pid');
  t.is((await invoke(stand, FunctionName, { file })).FunctionError, 'Unhandled');
  const pid = Number(await readFile(file, 'utf8'));
  t.teardown(() => isRunning(pid) && process.kill(pid, 'SIGKILL'));
  // Where a busy machine's init takes its time; what is not ended runs for longer.
  for (let waited = 0; waited < 1000 && isRunning(pid); waited++) {
    await delay(10);
  }
  return !isRunning(pid);
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

const sleep = "const { pid } = spawn('sleep', ['30'], { stdio: 'inherit' }); note(pid);";

testEmbedded('what a handler started ends with it when its time is over', async (t) => {
  t.true(await ends(t, `${sleep} await new Promise((resolve) => setTimeout(resolve, 9000));`));
});

testEmbedded('what a handler started ends with it when it exits', async (t) => {
  t.true(await ends(t, `${sleep} process.exit(1);`));
});

testEmbedded('a handler that blocks ends, also behind a wrapper that waits for it', async (t) => {
  const Variables = { AWS_LAMBDA_EXEC_WRAPPER: '/var/task/wrapper' };
  t.true(await ends(t, 'note(process.pid); for (;;);', { Variables }));
});
