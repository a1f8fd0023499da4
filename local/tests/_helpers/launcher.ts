import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { tmpdir } from 'node:os';
import { setTimeout as delay } from 'node:timers/promises';

import { execa } from 'execa';
import type { ExecutionContext } from 'ava';

import { lockFolder, LockedError } from '../../folder-lock.ts';
import { readRendezvous } from '../../session/rendezvous.ts';
import { temporaryFolder } from './temporary-folder.ts';

const launcher = join(import.meta.dirname, '..', '..', 'main.ts');

/** Of all tests, whose servers would each compile everything anew. */
const compileCache =
  process.env.NODE_COMPILE_CACHE ?? join(tmpdir(), 'gated-lambda-release-compile-cache');

/** Short, so that tests see the server end. */
const lingerMs = 300;

/** Starts `npm run local -- ARGS` with its files in a folder of the test. Await it for its outcome. */
export function local(dir: string, args: readonly string[], env: Record<string, string> = {}) {
  return execa(process.execPath, [launcher, ...args], {
    env: {
      LOCAL_AWS_DIR: dir,
      LOCAL_AWS_LINGER_MS: String(lingerMs),
      NODE_COMPILE_CACHE: compileCache,
      ...env,
    },
    reject: false,
    stdin: 'ignore',
  });
}

/** Arguments that run a piece of JavaScript in a Node.js process of its own. */
export function script(source: string, ...args: readonly string[]): string[] {
  return ['--', process.execPath, '-e', source, ...args];
}

/** A script that runs until the file `go` appears, having made the file `started`; then does more. */
export function waitingScript(dir: string, thenDo = ''): string[] {
  const source = `
    const { existsSync, writeFileSync } = require("node:fs");
    const [started, go] = process.argv.slice(1);
    const timer = setInterval(() => {
      if (existsSync(go)) { clearInterval(timer); clearTimeout(limit); ${thenDo} }
    }, 10);
    const limit = setTimeout(() => process.exit(9), 120_000);
    writeFileSync(started, "");`;
  return script(source, join(dir, 'started'), join(dir, 'go'));
}

/** Resolves when a {@link waitingScript} runs. */
export async function started(dir: string): Promise<void> {
  await waitFor('the command runs', () => existsSync(join(dir, 'started')));
}

/** Lets a {@link waitingScript} go on. */
export function go(dir: string): void {
  writeFileSync(join(dir, 'go'), '');
}

/** Prints which server answers at the command's endpoint. */
export const printInstance =
  'fetch(process.env.AWS_ENDPOINT_URL + "/_local/health").then((r) => r.json()).then((h) => console.log(h.instance))';

/** A folder for {@link local}, with a space in its path; its server ends with the test. */
export async function localDir(t: ExecutionContext): Promise<string> {
  const dir = await temporaryFolder(t, 'local aws ');
  t.teardown(() => {
    killServer(dir);
  });
  return dir;
}

/** Ends the server of a folder the hard way. */
export function killServer(dir: string): void {
  const rendezvous = readRendezvous(join(dir, 'endpoint.json'));
  try {
    if (rendezvous !== undefined) {
      process.kill(rendezvous.pid, 'SIGKILL');
    }
  } catch {
    // It ended by itself.
  }
}

/** Resolves when no server uses a folder any more. */
export async function serverGone(dir: string): Promise<void> {
  await waitFor(`no server in ${dir}`, () => {
    try {
      lockFolder(join(dir, 'state'))();
      return true;
    } catch (error) {
      if (error instanceof LockedError) {
        return false;
      }
      throw error;
    }
  });
}

/** Asks again and again until the answer is true; fails after a minute. */
export async function waitFor(what: string, isSo: () => boolean | Promise<boolean>): Promise<void> {
  const deadline = performance.now() + 60_000;
  while (!(await isSo())) {
    if (performance.now() > deadline) {
      throw new Error(`Still not so after a minute: ${what}`);
    }
    await delay(20);
  }
}
