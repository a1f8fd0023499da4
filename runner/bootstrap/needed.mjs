// Which packages of package-lock.json a checkout needs: those of the project, and those of the workspaces
// whose folder is there. `npm ci` leaves out what only a deleted workspace would have needed.

const isInstalled = (path) => path.split('/').includes('node_modules');

/** Where Node.js finds a package that is asked for in `from`; undefined when the lock has none. */
function findPackage(packages, from, name) {
  for (let folder = from; ; folder = folder.slice(0, Math.max(0, folder.lastIndexOf('/')))) {
    const path = folder === '' ? `node_modules/${name}` : `${folder}/node_modules/${name}`;
    if (packages[path] !== undefined) {
      return path;
    }
    if (folder === '') {
      return undefined;
    }
  }
}

const namesOf = (entry) => [
  ...Object.keys(entry.dependencies ?? {}),
  ...Object.keys(entry.devDependencies ?? {}),
  ...Object.keys(entry.optionalDependencies ?? {}),
  ...Object.keys(entry.peerDependencies ?? {}),
];

/**
 * @param packages of a lockfile: entries by path; the project's own is `''`
 * @param isThere whether a workspace, by its path from the project's root, is in this checkout
 * @returns the paths of what must be in node_modules, links to workspaces included
 */
export function findNeeded(packages, isThere) {
  const own = Object.keys(packages).filter((path) => !isInstalled(path));
  const waiting = own.filter((path) => path === '' || isThere(path));
  const links = Object.keys(packages).filter((path) => waiting.includes(packages[path].resolved));
  const needed = new Set(links);
  for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
    for (const name of namesOf(packages[path])) {
      const found = findPackage(packages, path, name);
      if (found === undefined || needed.has(found)) {
        continue;
      }
      needed.add(found);
      waiting.push(found);
    }
  }
  return needed;
}
