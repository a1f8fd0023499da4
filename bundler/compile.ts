import { basename, extname, join, relative, sep } from 'node:path';
import { build, context, type BuildOptions, type BuildResult, type Loader } from 'esbuild';
import { BundleError } from './bundle-error.ts';
import { fileReferences } from './file-references.ts';
import { architectureOf, installFor, type Architecture } from './native-architecture.ts';
import { ownDependencies, readDependencies } from './own-dependencies.ts';
import { packageOf, packageOfImport } from './package-of.ts';
import type { Packed, PackedFile, Share } from './packed-file.ts';
import { readFiles } from './folder-files.ts';

export interface CompileOptions {
  readonly runtime: string;
  readonly architecture: Architecture;
  /** Sources that are bundled on their own besides the handler, by their paths in the function's folder. */
  readonly entries: readonly string[];
  /** Packages that are not in the zip. */
  readonly external: readonly string[];
  /** Packages that are in the zip as they are. */
  readonly nodeModules: readonly string[];
  readonly loader: Readonly<Record<string, Loader>>;
  readonly sourceMap: boolean;
}

/** The AWS SDK, which Lambda's runtimes of Node.js have. */
const ofTheRuntime = '@aws-sdk/*';

/** CommonJS packages inside an ESM bundle call `require` for Node's own modules. */
const requireForCommonJs =
  "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);";

/** What a compilation gives: files, and what each exports. */
export type Compiled = Packed & { readonly exports: ReadonlyMap<string, readonly string[]> };

/** Compiles the same sources again and again, and reads only what changed since. */
export interface Compiler {
  /** @throws {BuildFailure} of esbuild, when a source does not compile. */
  compile(): Promise<Compiled>;
  close(): Promise<void>;
}

/** As {@link compile}, for who does it again and again. */
export async function openCompiler(
  folder: string,
  entry: string,
  options: CompileOptions,
): Promise<Compiler> {
  const { how, referred, finish } = await prepare(folder, entry, options);
  const esbuild = await context(how);
  return {
    async compile() {
      referred.clear();
      return finish(await esbuild.rebuild());
    },
    close: () => esbuild.dispose(),
  };
}

/**
 * Bundles the handler as `index.mjs`, with all that it imports, and each further entry by its own name.
 *
 * @param folder of the function: paths in what esbuild writes are relative to it, and so the same anywhere.
 * @param entry the handler's source.
 * @throws {BuildFailure} of esbuild, when a source does not compile.
 * @throws {BundleError} when a native library is for another processor.
 */
export async function compile(
  folder: string,
  entry: string,
  options: CompileOptions,
): Promise<Compiled> {
  const { how, finish } = await prepare(folder, entry, options);
  return finish(await build(how));
}

/** How esbuild is to do it, and what becomes of what it made. */
async function prepare(
  folder: string,
  entry: string,
  { runtime, architecture, entries, external, nodeModules, loader, sourceMap }: CompileOptions,
) {
  const named = new Map([
    [entry, 'index'],
    ...entries.map((path) => [join(folder, path), withoutExtension(path)] as const),
  ]);
  const referred = new Map<string, string>();
  const outside = [ofTheRuntime, ...external, ...nodeModules];
  const isGiven = (name: string) =>
    name.startsWith('@aws-sdk/') || external.some((each) => isSame(each, name));
  const how = {
    entryPoints: Object.fromEntries([...named].map(([path, name]) => [name, path])),
    absWorkingDir: folder,
    outdir: folder,
    outExtension: { '.js': '.mjs' },
    allowOverwrite: true,
    bundle: true,
    // What two entries import is there once, so that they share its state.
    splitting: entries.length > 0,
    write: false,
    metafile: true,
    platform: 'node',
    target: runtime.replace(/^nodejs(\d+)\.x$/, 'node$1'),
    format: 'esm',
    charset: 'utf8',
    legalComments: 'none',
    logLevel: 'silent',
    sourcemap: sourceMap ? 'linked' : false,
    sourcesContent: false,
    loader: { '.wasm': 'copy', '.node': 'copy', ...loader },
    external: outside,
    banner: { js: requireForCommonJs },
    plugins: [
      ownDependencies(folder, await readDependencies(folder), isGiven),
      fileReferences(folder, urlsOf(named), referred),
    ],
  } satisfies BuildOptions & { write: false; metafile: true };
  return {
    how,
    referred,
    finish: (result: Built) => collect(result, folder, architecture, referred),
  };
}

async function collect(
  result: Built,
  folder: string,
  architecture: Architecture,
  referred: ReadonlyMap<string, string>,
): Promise<Compiled> {
  verifyNative(result, architecture);
  const outputs = result.outputFiles.map(({ path, contents }): PackedFile => ({
    path: relative(folder, path).split(sep).join('/'),
    contents,
  }));
  const files = await Promise.all(
    [...referred].map(async ([file, path]) => {
      const [read] = (await readFiles(file, '.')) ?? [];
      return { path, contents: read?.contents ?? new Uint8Array() };
    }),
  );
  return {
    files: [...outputs, ...files],
    shares: [
      ...sharesOf(result),
      ...files.map(({ path, contents }) => ({ name: path, bytes: contents.length })),
    ],
    exports: new Map(
      Object.entries(result.metafile.outputs).map(([path, output]) => [path, output.exports]),
    ),
  };
}

type Built = BuildResult<{ write: false; metafile: true }>;

function withoutExtension(path: string): string {
  return path.slice(0, path.length - extname(path).length);
}

function urlsOf(named: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
  return new Map([...named].map(([path, name]) => [path, `${name}.mjs`]));
}

/** `@scope/*` is every package of the scope; `sharp/lib` is of sharp. */
function isSame(external: string, name: string): boolean {
  return external.endsWith('/*')
    ? name.startsWith(external.slice(0, -1)) || external.slice(0, -2) === name
    : packageOfImport(external) === name;
}

/** A library for another processor is found out by the first call otherwise, and by a crash. */
function verifyNative({ outputFiles, metafile }: Built, architecture: Architecture): void {
  for (const { path, contents } of outputFiles.filter(({ path }) => path.endsWith('.node'))) {
    if (architectureOf(contents) === architecture) {
      continue;
    }
    const output = Object.entries(metafile.outputs).find(([name]) => name === basename(path));
    const [input = basename(path)] = Object.keys(output?.[1].inputs ?? {});
    const name = packageOf(input);
    throw new BundleError(
      `${input} is compiled for another processor or system than the function's, Linux on ${architecture}`,
      name === undefined ? `compile it for ${architecture}` : installFor(architecture, name),
    );
  }
}

/** The bytes that each source has in what was written. */
function sharesOf({ metafile }: Built): Share[] {
  return Object.entries(metafile.outputs).flatMap(([path, output]) =>
    path.endsWith('.map')
      ? [{ name: 'source maps', bytes: output.bytes }]
      : Object.entries(output.inputs).map(([input, { bytesInOutput }]) => ({
          name: packageOf(input) ?? input,
          bytes: bytesInOutput,
        })),
  );
}
