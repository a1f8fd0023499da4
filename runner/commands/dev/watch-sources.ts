import { readdirSync, watch, type FSWatcher } from 'node:fs';
import { basename, join } from 'node:path';

/** A save is more than one event, as of a file that is written anew and renamed. */
const gatherMs = 8;

/**
 * Tells when a source of the function, or the routes, are saved. Folders are watched one by one: a file that is
 * renamed into the place of another one is lost to the recursive watch that Node.js has on Linux.
 *
 * @param root of the project.
 * @returns what ends it.
 */
export function watchSources(
  root: string,
  { onSave, onError }: { readonly onSave: () => void; readonly onError: (error: Error) => void },
): () => void {
  const watchers = new Map<string, FSWatcher>();
  let timer: NodeJS.Timeout | undefined;
  const soon = () => {
    timer ??= setTimeout(() => {
      timer = undefined;
      watchAll();
      onSave();
    }, gatherMs);
  };
  const add = (folder: string, isMeant: (file: string) => boolean) => {
    const watcher = watch(folder, (event, file) => {
      // So Linux tells of the folder itself: what is made in its place is another one.
      const isGone = event === 'rename' && file === basename(folder);
      if (isGone) {
        watcher.close();
        watchers.delete(folder);
      }
      if (isGone || (file !== null && isMeant(file))) {
        soon();
      }
    });
    watcher.on('error', onError);
    watchers.set(folder, watcher);
  };
  const watchAll = () => {
    const folders = [
      ...foldersOf(join(root, 'function')).map((folder) => ({ folder, isMeant: isSource })),
      { folder: join(root, 'infra'), isMeant: (file: string) => file === 'openapi.yaml' },
    ];
    for (const { folder, isMeant } of folders.filter((each) => !watchers.has(each.folder))) {
      unlessGone(() => {
        add(folder, isMeant);
      });
    }
  };
  watchAll();
  return () => {
    clearTimeout(timer);
    watchers.forEach((watcher) => {
      watcher.close();
    });
  };
}

/** A folder, and those in it that may hold sources. */
function foldersOf(folder: string): readonly string[] {
  const entries = unlessGone(() => readdirSync(folder, { withFileTypes: true })) ?? [];
  const within = entries.filter((entry) => entry.isDirectory() && isSource(entry.name));
  return [folder, ...within.flatMap(({ name }) => foldersOf(join(folder, name)))];
}

/** Git takes folders away, and makes them again, while they are looked at. */
function unlessGone<T>(look: () => T): T | undefined {
  try {
    return look();
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') {
      return undefined;
    }
    throw error;
  }
}

/** Editors keep files of their own beside, and npm its packages. */
export function isSource(path: string): boolean {
  const name = basename(path);
  return name !== 'node_modules' && !/^\.|~$|^4913$|\.sw.$/.test(name);
}
