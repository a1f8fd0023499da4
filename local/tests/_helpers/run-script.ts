import type { ExecutionContext } from 'ava';
import { execFile } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';

interface Ended {
  readonly status: number | string | null | undefined;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a program with Node.js on a machine that has a Pulumi CLI. */
export function runScript(
  t: ExecutionContext,
  file: string,
  args: readonly string[],
  cwd: string,
): Promise<Ended> {
  const home = mkdtempSync(join(tmpdir(), 'commands-'));
  t.teardown(() => rmSync(home, { recursive: true, force: true, maxRetries: 3 }));
  for (const name of ['pulumi', 'pulumi-language-nodejs']) {
    writeFileSync(join(home, name), '#!/bin/sh\necho v3.259.0\n');
    chmodSync(join(home, name), 0o755);
  }
  const path = [home, process.env.PATH].join(delimiter);
  const env = { ...process.env, HOME: home, XDG_CACHE_HOME: home, PATH: path };
  return new Promise((resolve) => {
    execFile(process.execPath, [file, ...args], { cwd, env }, (error, stdout, stderr) => {
      resolve({ status: error === null ? 0 : error.code, stdout, stderr });
    });
  });
}
