// Is node_modules what package-lock.json says? Asked before every command, so the verdict is kept in a
// stamp inside node_modules (which `npm ci` removes with it) and costs three `stat`s after that.

import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { findNeeded } from './needed.mjs';

export const projectNodeMajor = 24;

/**
 * Why node_modules does not match, or undefined when it does.
 * @param wanted the parsed package-lock.json (lockfileVersion 2 or 3: a `packages` object by path)
 * @param installed npm's own record of what it installed, node_modules/.package-lock.json
 * @param isThere whether a workspace, by its path from the project's root, is in this checkout
 */
export function findMismatch(wanted, installed, isThere = () => true) {
  const packages = wanted?.packages ?? {};
  for (const path of findNeeded(packages, isThere)) {
    const entry = packages[path];
    const present = installed?.packages?.[path] ?? findLink(installed, entry);
    if (present === undefined) {
      if (entry.optional !== true) {
        return `${path} is not installed`;
      }
    } else if (plain(present.version) !== plain(entry.version)) {
      return `${path} is ${present.version}, not ${entry.version}`;
    }
  }
  return undefined;
}

/** `npm install` records a version as the package itself writes it: `v1.21.0` for 1.21.0. */
function plain(version) {
  return version?.replace(/^v/, '');
}

/** A workspace by another name: nothing imports one by its name, which `npm run init` changes. */
function findLink(installed, { link, resolved }) {
  return link === true
    ? Object.values(installed?.packages ?? {}).find(
        (other) => other.link === true && other.resolved === resolved,
      )
    : undefined;
}

const stampPath = (root) => join(root, 'node_modules', '.start-stamp');

function fingerprint(root) {
  const files = ['package-lock.json', 'node_modules/.package-lock.json', 'node_modules/.bin/node'];
  return files
    .map((file) => statSync(join(root, file)))
    .map((stat) => `${stat.mtimeMs}:${stat.size}`)
    .join(' ');
}

/** True when an earlier check passed and nothing it looked at has changed since. */
export function isVerified(root) {
  try {
    return readFileSync(stampPath(root), 'utf8') === fingerprint(root);
  } catch {
    return false;
  }
}

function readJson(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return undefined;
  }
}

function findNodeProblem(root) {
  const node = join(root, 'node_modules', '.bin', 'node');
  try {
    const version = execFileSync(node, ['--version'], { encoding: 'utf8' }).trim();
    if (version.startsWith(`v${projectNodeMajor}.`)) {
      return undefined;
    }
    return `node_modules/.bin/node is ${version}, not Node ${projectNodeMajor}`;
  } catch {
    return `Node ${projectNodeMajor} is not in node_modules (the install script of the package "node" did not run)`;
  }
}

/**
 * The full check. Leaves the stamp for `isVerified` when nothing is wrong.
 * @returns what is wrong, or undefined
 */
export function verify(root) {
  const wanted = readJson(join(root, 'package-lock.json'));
  if (wanted === undefined) {
    return 'package-lock.json cannot be read';
  }
  const installed = readJson(join(root, 'node_modules', '.package-lock.json'));
  if (installed === undefined) {
    return 'the dependencies are not installed';
  }
  const isThere = (workspace) => existsSync(join(root, workspace, 'package.json'));
  const problem = findMismatch(wanted, installed, isThere) ?? findNodeProblem(root);
  if (problem === undefined) {
    writeStamp(root);
  }
  return problem;
}

function writeStamp(root) {
  try {
    writeFileSync(stampPath(root), fingerprint(root));
  } catch {
    // A read-only node_modules: it is checked again next time.
  }
}
