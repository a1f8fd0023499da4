import type { ExecutionContext } from 'ava';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import type { Surroundings } from '../../toolchain/pulumi.ts';

export interface Machine {
  readonly dir: string;
  /** A folder on PATH. */
  readonly bin: string;
  readonly cacheFolder: string;
  readonly env: NodeJS.ProcessEnv;
}

/** A machine with nothing on it but a shell: its own PATH and its own cache folder. */
export function makeMachine(t: ExecutionContext): Machine {
  const dir = mkdtempSync(join(tmpdir(), 'toolchain-'));
  t.teardown(() => rmSync(dir, { recursive: true, force: true, maxRetries: 3 }));
  const bin = join(dir, 'bin');
  mkdirSync(bin);
  const env = { HOME: dir, XDG_CACHE_HOME: join(dir, 'cache'), PATH: bin };
  return { dir, bin, cacheFolder: join(dir, 'cache', 'gated-lambda-release'), env };
}

export function writeExecutable(path: string, script: string): void {
  writeFileSync(path, `#!/bin/sh\n${script}\n`);
  chmodSync(path, 0o755);
}

/** A CLI that reports this version and counts how often it was asked, with a language host beside it. */
export function putPulumi(folder: string, version: string): { timesAsked: () => number } {
  mkdirSync(folder, { recursive: true });
  const calls = join(folder, 'calls');
  writeExecutable(join(folder, 'pulumi'), `echo x >> '${calls}'; echo 'v${version}'`);
  writeExecutable(join(folder, 'pulumi-language-nodejs'), 'exit 0');
  return {
    timesAsked: () =>
      existsSync(calls) ? readFileSync(calls, 'utf8').trim().split('\n').length : 0,
  };
}

/** Sources by name, in order: each fills `root`, or throws. */
export const surroundings = (
  { env }: Machine,
  sources: Readonly<Record<string, (root: string) => void | Promise<void>>> = {},
): Surroundings => ({
  env,
  sources: () =>
    Object.entries(sources).map(([name, fill]) => ({
      name,
      make: async (root) => {
        await fill(root);
      },
    })),
});

export const addSystemFolders = (machine: Machine): Machine => ({
  ...machine,
  env: { ...machine.env, PATH: [machine.bin, '/usr/bin', '/bin'].join(delimiter) },
});
