import { randomUUID } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  realpathSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';

import { readZip, type ZipEntry } from '../zip.ts';

/**
 * Unpacks a deployment package, once for its content; a second call finds it there.
 *
 * @param folder where all code goes: `<folder>/<sha>`.
 * @param zip reads the archive when it is needed.
 * @returns the folder with the code, symbolic links resolved.
 * @throws {Error} when the archive is damaged or a path or link leaves the folder.
 */
export function unpackCode(folder: string, sha: string, zip: () => Buffer): string {
  const target = join(folder, sha);
  endPackageScope(folder);
  if (!existsSync(target)) {
    const work = `${target}.${randomUUID()}`;
    try {
      unpackInto(work, readZip(zip()));
      moveInto(work, target);
    } finally {
      rmSync(work, { recursive: true, force: true });
    }
  }
  return realpathSync(target);
}

/** Removes what was unpacked of other archives, or only in part. */
export function keepCode(folder: string, shas: ReadonlySet<string>): void {
  const names = existsSync(folder) ? readdirSync(folder) : [];
  for (const name of names.filter((one) => one !== scopeEnd && !shas.has(one))) {
    rmSync(join(folder, name), { recursive: true, force: true });
  }
}

const scopeEnd = 'package.json';

/**
 * On Lambda nothing is above the code that says what its `.js` files are; here a project may be, whose
 * package.json has `"type": "module"`.
 */
function endPackageScope(folder: string): void {
  const description = join(folder, scopeEnd);
  if (!existsSync(description)) {
    mkdirSync(folder, { recursive: true });
    writeFileSync(description, '{}\n');
  }
}

/** Links come last, so that no file is written through one. */
function unpackInto(root: string, entries: readonly ZipEntry[]): void {
  mkdirSync(root, { recursive: true });
  for (const entry of entries) {
    if (entry.kind !== 'file') {
      continue;
    }
    const path = join(root, entry.path);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, entry.read(), { mode: entry.mode | 0o400 });
  }
  for (const entry of entries) {
    if (entry.kind === 'link') {
      link(root, entry);
    }
  }
}

function link(root: string, entry: ZipEntry): void {
  const path = join(root, entry.path);
  const target = entry.read().toString('utf8');
  if (relative(root, resolve(dirname(path), target)).startsWith('..')) {
    throw new Error(`the link ${entry.path} leaves the archive`);
  }
  mkdirSync(dirname(path), { recursive: true });
  symlinkSync(target, path);
}

/** Somebody else may have unpacked the same code meanwhile: that is as good. */
function moveInto(work: string, target: string): void {
  try {
    renameSync(work, target);
  } catch (error) {
    if (!existsSync(target)) {
      throw error;
    }
  }
}
