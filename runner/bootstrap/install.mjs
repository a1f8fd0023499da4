import { spawn } from 'node:child_process';
import { delimiter, join } from 'node:path';
import { verify } from './installed.mjs';
import { withLock } from './lock.mjs';

const say = (line) => process.stderr.write(`${line}\n`);

/** npm must not run on the Node that it is about to delete. */
function withoutProjectNode(root) {
  const ours = join(root, 'node_modules', '.bin');
  const folders = (process.env.PATH ?? '').split(delimiter);
  return { ...process.env, PATH: folders.filter((folder) => folder !== ours).join(delimiter) };
}

function runNpmCi(root) {
  const args = ['ci', '--include=dev', '--include=optional', '--loglevel=error', '--no-progress'];
  const child = spawn('npm', [...args, '--no-audit', '--no-fund'], {
    cwd: root,
    env: withoutProjectNode(root),
    stdio: ['ignore', process.stderr.fd, process.stderr.fd],
  });
  const forward = (signal) => child.kill(signal);
  process.on('SIGTERM', forward);
  return new Promise((resolve) => {
    child.once('error', (error) => resolve(`npm could not be started (${error.message})`));
    child.once('exit', (code, signal) =>
      resolve(code === 0 ? undefined : `npm ci ended with ${signal ?? `status ${code}`}`),
    );
  }).finally(() => process.off('SIGTERM', forward));
}

async function install(root) {
  if (verify(root) === undefined) {
    return undefined;
  }
  say('Installing dependencies (npm ci), about a minute…');
  const failure = (await runNpmCi(root)) ?? verify(root);
  if (failure === undefined) {
    return undefined;
  }
  return `The dependencies could not be installed: ${failure}. Check the network and the npm registry, then run: npm ci`;
}

/**
 * Brings node_modules in line with package-lock.json, by one process at a time.
 * @returns a sentence saying why that failed, or undefined
 */
export async function installDependencies(root) {
  if (verify(root) === undefined) {
    return undefined;
  }
  const lock = join(root, '.local', 'install.lock');
  return withLock(
    lock,
    () => say(`Another command is installing the dependencies; waiting for it (it holds ${lock})…`),
    () => install(root),
  );
}
