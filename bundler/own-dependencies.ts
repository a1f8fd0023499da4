import { existsSync, realpathSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { isBuiltin } from 'node:module';
import { dirname, join, relative, sep } from 'node:path';
import type { Plugin } from 'esbuild';
import { z } from 'zod';
import { packageOf, packageOfImport } from './package-of.ts';

const names = z.record(z.string(), z.unknown()).default({});
const manifest = z.object({
  dependencies: names,
  devDependencies: names,
  optionalDependencies: names,
  peerDependencies: names,
});

/** Names of the packages that a folder's `package.json` has; none where there is no such file. */
export async function readDependencies(folder: string): Promise<ReadonlySet<string>> {
  const file = join(folder, 'package.json');
  const text = existsSync(file) ? await readFile(file, 'utf8') : '{}';
  return new Set(Object.values(manifest.parse(JSON.parse(text))).flatMap(Object.keys));
}

/** That the plugin asks esbuild itself, and is not to be asked again. */
const asked = { ownDependencies: true };

/**
 * Refuses an import of what is installed for this tool alone: the next version of it may bring another, or
 * none. What packages import of each other is npm's business.
 *
 * @param folder of the function, with the `package.json` that names its dependencies.
 * @param isGiven of a package that is not in the bundle: the runtime or a layer has it.
 */
export function ownDependencies(
  folder: string,
  declared: ReadonlySet<string>,
  isGiven: (name: string) => boolean,
): Plugin {
  return {
    name: 'own-dependencies',
    setup(build) {
      build.onResolve({ filter: /^[^./#]/ }, async ({ path, pluginData, ...args }) => {
        const name = packageOfImport(path);
        const isOfPackage = packageOf(relative(folder, args.importer)) !== undefined;
        if (
          pluginData === asked ||
          args.kind === 'entry-point' ||
          name === undefined ||
          isOfPackage ||
          isBuiltin(path) ||
          isGiven(name) ||
          declared.has(name)
        ) {
          return undefined;
        }
        // It may be an alias of a tsconfig.
        const { importer, namespace, resolveDir, kind } = args;
        const options = { importer, namespace, resolveDir, kind, pluginData: asked };
        const found = await build.resolve(path, options);
        const isOther =
          found.errors.length > 0 || isWithin(findInstalled(resolveDir, name), found.path);
        // Undefined, so that esbuild resolves it itself: what a plugin hands it has no tsconfig.
        return isOther ? { errors: [refuse(name)] } : undefined;
      });
    },
  };
}

function refuse(name: string) {
  return {
    text: `${name} is not in function/package.json; type: npm install --workspace function ${name}`,
  };
}

/** Where Node.js would find a package, links followed. */
function findInstalled(from: string, name: string): string | undefined {
  for (let folder = from; ; folder = dirname(folder)) {
    const path = join(folder, 'node_modules', name);
    if (existsSync(path)) {
      return realpathSync(path);
    }
    if (folder === dirname(folder)) {
      return undefined;
    }
  }
}

function isWithin(folder: string | undefined, path: string): boolean {
  return folder !== undefined && `${path}${sep}`.startsWith(`${folder}${sep}`);
}
