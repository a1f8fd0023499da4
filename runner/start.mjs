// What every npm script goes through: `node runner/start.mjs FILE [ARGS…]`.
//
// It runs on whatever Node a machine has (20 or newer), sees to it that node_modules is what
// package-lock.json says, and then runs FILE (a path from the project root) with the Node 24 that came
// with the dependencies. When this process already is that Node, as under npm on an installed project,
// FILE runs in this very process.

import { spawn } from 'node:child_process';
import { realpathSync } from 'node:fs';
import nodeModule from 'node:module';
import { constants } from 'node:os';
import { delimiter, dirname, join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { addAncestor, addStarters } from './bootstrap/ancestors.mjs';
import { isVerified } from './bootstrap/installed.mjs';
import { userCacheFolder } from './bootstrap/cache-folder.mjs';
import { goByProxy } from './bootstrap/proxy.mjs';

const environmentNotReady = 3;
const wrongUsage = 2;
const oldestNode = 20;

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const binFolder = join(root, 'node_modules', '.bin');
const outliveOutput = new URL('bootstrap/outlive-output.mjs', import.meta.url).href;

function stop(status, sentence) {
  process.stderr.write(`${sentence}\n`);
  process.exit(status);
}

function prepareEnvironment() {
  const others = (process.env.PATH ?? '').split(delimiter).filter((folder) => folder !== binFolder);
  process.env.PATH = [binFolder, ...others].join(delimiter);
  process.env.NODE_COMPILE_CACHE ??= join(userCacheFolder(), 'node-compile-cache');
}

function isProjectNode() {
  try {
    return realpathSync(process.execPath) === realpathSync(join(binFolder, 'node'));
  } catch {
    return false;
  }
}

async function runHere(file, args) {
  nodeModule.enableCompileCache?.(process.env.NODE_COMPILE_CACHE);
  process.argv = [process.execPath, file, ...args];
  await import(outliveOutput);
  await import(pathToFileURL(file).href);
}

/** On a terminal Ctrl-C reaches the child, too; elsewhere a signal may be meant for the first process. */
function runInProjectNode(file, args) {
  addAncestor(process.pid);
  const child = spawn(join(binFolder, 'node'), ['--import', outliveOutput, file, ...args], {
    stdio: 'inherit',
  });
  process.on('SIGINT', () => void (process.stdin.isTTY || child.kill('SIGINT')));
  for (const signal of ['SIGTERM', 'SIGHUP']) {
    process.on(signal, () => child.kill(signal));
  }
  child.once('error', (error) => {
    stop(environmentNotReady, `Cannot start ${join(binFolder, 'node')}: ${error.message}`);
  });
  child.once('exit', (code, signal) => {
    process.exit(code ?? 128 + (constants.signals[signal] ?? 0));
  });
}

async function main([file, ...args]) {
  const major = Number(process.versions.node.split('.')[0]);
  if (major < oldestNode) {
    stop(
      environmentNotReady,
      `This project needs Node ${oldestNode} or newer to start; this is Node ${process.versions.node} (${process.execPath}).`,
    );
  }
  if (file === undefined) {
    stop(wrongUsage, 'Usage: node runner/start.mjs FILE [ARGS…]');
  }
  if (!isVerified(root)) {
    const { installDependencies } = await import('./bootstrap/install.mjs');
    const failure = await installDependencies(root);
    if (failure !== undefined) {
      stop(environmentNotReady, failure);
    }
  }
  prepareEnvironment();
  goByProxy();
  addStarters();
  const path = resolve(root, file);
  if (isProjectNode()) {
    await runHere(path, args);
  } else {
    runInProjectNode(path, args);
  }
}

await main(process.argv.slice(2));
