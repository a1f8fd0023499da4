import type { ExecutionContext } from 'ava';
import { type ChildProcess, type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';

/** Words of `./gated`, but for the last. */
const scripts = {
  probe: 'node runner/start.mjs probe.ts first',
  completion: 'node runner/start.mjs probe.ts completion',
  lint: 'oxlint',
};

const projectRoot = join(import.meta.dirname, '..', '..', '..');

/** A lockfile with one package, which the stub of npm installs. */
export const lockOf = (version: string): string =>
  JSON.stringify({
    lockfileVersion: 3,
    packages: { '': { dependencies: { one: version } }, 'node_modules/one': { version } },
  });

/** Prints what FILE can see of how it was started. */
const probeScript = `
const seen: unknown = { args: process.argv.slice(2), node: process.version, path: process.env.PATH };
console.log(JSON.stringify(seen));
process.exitCode = Number(process.env.PROBE_STATUS ?? 0);
`;

/** Waits to be ended, and says by what it was unless told to let itself be killed. */
const waitingScript = `
if (process.argv[2] === 'handle') {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.on(signal, () => {
      console.log('put back');
      process.exitCode = 1;
      clearInterval(timer);
    });
  }
}
const timer = setInterval(() => undefined, 60_000);
console.log('waiting');
`;

/**
 * Like \`npm ci\`: counts its calls, waits for a file if told to (until its folder is gone: it must not outlive the test,
 * whose output it holds open), and puts node_modules in place, with a Node that is the one running the launcher, or
 * (OTHER_NODE) is not. */
const npmStub = (node: string): string => `#!/bin/sh
echo "$*" >> npm-calls
while [ -n "$NPM_WAITS_FOR" ] && [ ! -e "$NPM_WAITS_FOR" ] && [ -e npm-calls ]; do sleep 0.05; done
[ -n "$NPM_FAILS" ] && { echo "no network" >&2; exit 1; }
mkdir -p node_modules/.bin
cp package-lock.json node_modules/.package-lock.json
if [ -n "$OTHER_NODE" ]; then
  printf '#!/bin/sh\\nexec "${node}" "$@"\\n' > node_modules/.bin/node
  chmod +x node_modules/.bin/node
else
  ln -sf "${node}" node_modules/.bin/node
fi
`;

export interface Run {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Started {
  readonly child: ChildProcess;
  readonly ended: Promise<Run>;
  /** Resolves when stdout or stderr has this text. */
  readonly waitFor: (text: string) => Promise<void>;
}

export interface Clone {
  readonly dir: string;
  /** Starts `runner/start.mjs FILE ARGS…` from another folder; ended with the test. */
  readonly start: (command?: readonly string[], env?: NodeJS.ProcessEnv) => Started;
  readonly run: (command?: readonly string[], env?: NodeJS.ProcessEnv) => Promise<Run>;
  /** Runs `gated WORD…`, as a shell does. */
  readonly gated: (words: readonly string[], env?: NodeJS.ProcessEnv) => Promise<Run>;
  /** The arguments of each call of npm so far. */
  readonly npmCalls: () => string[];
}

/** A fresh folder with a space in its name, the launcher, and npm replaced by a stub on PATH. */
export function makeClone(t: ExecutionContext): Clone {
  const parent = mkdtempSync(join(tmpdir(), 'bootstrap-'));
  t.teardown(() => rmSync(parent, { recursive: true, force: true, maxRetries: 3 }));
  const dir = join(parent, 'a clone');
  const bin = join(parent, 'bin');
  mkdirSync(join(dir, 'runner'), { recursive: true });
  mkdirSync(bin);
  cpSync(join(projectRoot, 'runner', 'start.mjs'), join(dir, 'runner', 'start.mjs'));
  cpSync(join(projectRoot, 'runner', 'bootstrap'), join(dir, 'runner', 'bootstrap'), {
    recursive: true,
  });
  for (const file of ['gated', join('runner', 'gated.mjs')]) {
    cpSync(join(projectRoot, file), join(dir, file));
  }
  writeFileSync(join(dir, 'package.json'), JSON.stringify({ type: 'module', scripts }));
  writeFileSync(join(dir, 'package-lock.json'), lockOf('1.0.0'));
  writeFileSync(join(dir, 'probe.ts'), probeScript);
  writeFileSync(join(dir, 'waiting.ts'), waitingScript);
  writeFileSync(join(bin, 'npm'), npmStub(process.execPath));
  chmodSync(join(bin, 'npm'), 0o755);

  const spawnHere = (
    file: string,
    args: readonly string[],
    env: NodeJS.ProcessEnv = {},
  ): Started => {
    const searchPath = [bin, dirname(process.execPath), '/usr/bin', '/bin'].join(delimiter);
    const child = spawn(file, args, {
      cwd: parent,
      env: { ...env, HOME: parent, PATH: searchPath },
    });
    t.teardown(() => child.kill('SIGKILL'));
    return follow(child);
  };
  const start = (command: readonly string[] = ['probe.ts'], env?: NodeJS.ProcessEnv): Started =>
    spawnHere(process.execPath, [join(dir, 'runner', 'start.mjs'), ...command], env);
  const gated = (words: readonly string[], env?: NodeJS.ProcessEnv): Promise<Run> =>
    spawnHere(join(dir, 'gated'), words, env).ended;
  const run = (command?: readonly string[], env?: NodeJS.ProcessEnv): Promise<Run> =>
    start(command, env).ended;
  const calls = join(dir, 'npm-calls');
  const npmCalls = (): string[] =>
    existsSync(calls) ? readFileSync(calls, 'utf8').trim().split('\n') : [];
  return { dir, start, run, gated, npmCalls };
}

function follow(child: ChildProcessWithoutNullStreams): Started {
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => (stdout += chunk));
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => (stderr += chunk));
  const ended = once(child, 'close').then(() => ({ status: child.exitCode, stdout, stderr }));
  const waitFor = async (text: string): Promise<void> => {
    while (!`${stdout}${stderr}`.includes(text)) {
      const more = [once(child.stdout, 'data'), once(child.stderr, 'data')];
      const hasMore = await Promise.race([...more, ended.then(() => undefined)]);
      if (hasMore === undefined) {
        throw new Error(`ended without "${text}": ${stdout}${stderr}`);
      }
    }
  };
  return { child, ended, waitFor };
}
