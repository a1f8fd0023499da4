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
      addFolders(join(root, 'function'));
      onSave();
    }, gatherMs);
  };
  const add = (folder: string, isMeant: (file: string) => boolean) => {
    const watcher = watch(folder, (_event, file) => {
      if (file !== null && isMeant(file)) {
        soon();
      }
    });
    // A folder that is taken away ends its own watch.
    watcher.on('close', () => watchers.delete(folder)).on('error', onError);
    watchers.set(folder, watcher);
  };
  const addFolders = (folder: string): void => {
    if (!watchers.has(folder)) {
      add(folder, isSource);
    }
    readdirSync(folder, { withFileTypes: true })
      .filter((entry) => entry.isDirectory() && isSource(entry.name))
      .forEach(({ name }) => {
        addFolders(join(folder, name));
      });
  };
  addFolders(join(root, 'function'));
  add(join(root, 'infra'), (file) => file === 'openapi.yaml');
  return () => {
    clearTimeout(timer);
    watchers.forEach((watcher) => {
      watcher.close();
    });
  };
}

/** Editors keep files of their own beside, and npm its packages. */
export function isSource(path: string): boolean {
  const name = basename(path);
  return name !== 'node_modules' && !/^\.|~$|^4913$|\.sw.$/.test(name);
}
