import { existsSync, statSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, extname, join, relative, resolve, sep } from 'node:path';
import type { Loader, PartialMessage, Plugin } from 'esbuild';
import { packageOf } from './package-of.ts';

const reference = /new URL\(\s*(['"`])(\.{1,2}\/[^'"`$]*)\1\s*,\s*import\.meta\.url\s*,?\s*\)/g;
const source = /\.[cm]?[jt]sx?$/;

const loaders: Readonly<Record<string, Loader>> = {
  '.ts': 'ts',
  '.mts': 'ts',
  '.cts': 'ts',
  '.tsx': 'tsx',
  '.jsx': 'jsx',
};

/**
 * Takes the files along that sources name as `new URL('./template.html', import.meta.url)`, the standard's way, which
 * esbuild leaves as it is (its issue 795): bundled, the source is somewhere else. In the zip a file has the
 * path that it has in the function's folder.
 *
 * @param entries paths in the zip of sources that are bundled on their own, by file.
 * @param found gets each file that is named, and its path in the zip.
 */
export function fileReferences(
  folder: string,
  entries: ReadonlyMap<string, string>,
  found: Map<string, string>,
): Plugin {
  return {
    name: 'file-references',
    setup(build) {
      build.onLoad({ filter: source }, async ({ path }) => {
        const text = await readFile(path, 'utf8');
        const isOwn = packageOf(relative(folder, path)) === undefined;
        const errors: PartialMessage[] = [];
        const contents = text.replaceAll(
          reference,
          (whole: string, _quote: string, name: string, offset: number) => {
            const file = resolve(dirname(path), name);
            const entry = entries.get(file);
            if (entry !== undefined) {
              return urlOf(entry);
            }
            const problem = findProblem(file, folder);
            if (problem === undefined) {
              const packed = packedPath(folder, file);
              found.set(file, packed);
              return urlOf(packed);
            }
            if (isOwn && !isComment(text, offset)) {
              errors.push({
                text: `${name} ${problem}`,
                location: placeOf(folder, path, text, offset),
              });
            }
            return whole;
          },
        );
        if (errors.length > 0) {
          return { errors };
        }
        return contents === text
          ? undefined
          : { contents, loader: loaders[extname(path)] ?? ('js' as const) };
      });
    },
  };
}

/** A place outside of the function's folder is kept apart without the way there, which differs between machines. */
export function packedPath(folder: string, file: string): string {
  return relative(folder, file).split(sep).join('/').replaceAll('../', '');
}

function urlOf(packed: string): string {
  return `new URL(${JSON.stringify(`./${packed}`)}, import.meta.url)`;
}

function findProblem(file: string, folder: string): string | undefined {
  if (!existsSync(file)) {
    return 'is not there';
  }
  if (statSync(file).isDirectory()) {
    return 'is a folder: name its files, or the folder in function.bundle.assets and by process.env.LAMBDA_TASK_ROOT';
  }
  return source.test(file)
    ? `is a source: add ${relative(folder, file).split(sep).join('/')} to function.bundle.entries`
    : undefined;
}

function isComment(text: string, offset: number): boolean {
  const line = text.slice(text.lastIndexOf('\n', offset) + 1, offset);
  return /^\s*(\/\/|\*|\/\*)|\s\/\//.test(line);
}

function placeOf(folder: string, path: string, text: string, offset: number) {
  const before = text.slice(0, offset).split('\n');
  return {
    file: join(relative(folder, path)),
    line: before.length,
    column: before.at(-1)?.length ?? 0,
  };
}
