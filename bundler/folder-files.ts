import { existsSync, statSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { basename, join, relative, sep } from 'node:path';
import type { PackedFile } from './packed-file.ts';

/**
 * A file, or all files of a folder, by their paths from another folder.
 *
 * @returns undefined when there is neither.
 */
export async function readFiles(from: string, name: string): Promise<PackedFile[] | undefined> {
  const path = join(from, name);
  if (!existsSync(path)) {
    return undefined;
  }
  const files = statSync(path).isDirectory() ? await listFiles(path) : [path];
  return Promise.all(
    files.map(async (file) => ({
      path: relative(from, file).split(sep).join('/'),
      contents: await readFile(file),
      isExecutable: (statSync(file).mode & 0o100) !== 0,
    })),
  );
}

async function listFiles(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((file) => basename(file) !== '.DS_Store' && statSync(file).isFile());
}
