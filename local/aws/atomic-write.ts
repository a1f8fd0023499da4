import { closeSync, fsyncSync, openSync, renameSync, writeSync } from 'node:fs';
import { open, rename } from 'node:fs/promises';

/** Files with this ending are writes that a crash cut short; nothing reads them. */
export const unfinishedSuffix = '.tmp';

/** Replaces a file so that a reader, also after a crash, sees all of the old content or all of the new. */
export async function writeAtomically(
  path: string,
  content: string,
  { mode = 0o666 }: { readonly mode?: number } = {},
): Promise<void> {
  const unfinished = path + unfinishedSuffix;
  const file = await open(unfinished, 'w', mode);
  try {
    await file.writeFile(content);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(unfinished, path);
}

/** As {@link writeAtomically}, for callers that cannot wait. */
export function writeAtomicallySync(path: string, content: Buffer): void {
  const unfinished = path + unfinishedSuffix;
  const file = openSync(unfinished, 'w');
  try {
    for (let written = 0; written < content.length;) {
      written += writeSync(file, content, written);
    }
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  renameSync(unfinished, path);
}
