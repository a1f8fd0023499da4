import { dirname, extname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { BundleError } from './bundle-error.ts';
import { uploadLimit } from './upload-limit.ts';
import { packByCommand, type BundleCommand } from './by-command.ts';
import { compile, openCompiler, type Compiled, type CompileOptions } from './compile.ts';
import { codeSha256Of } from './digest.ts';
import { readFiles } from './folder-files.ts';
import type { Packed, PackedFile, Share } from './packed-file.ts';
import { packWhole } from './whole-packages.ts';
import { zipOf } from './zip.ts';

export { BundleError };

export interface Bundle {
  /** A deployment package: `index.mjs` that exports the handler, and what it needs. */
  readonly zip: Buffer;
  /** Base64 of the zip's SHA-256: what Lambda reports as `CodeSha256`. */
  readonly codeSha256: string;
  /** What the zip is made of, the largest first, where that is known. */
  readonly shares?: readonly Share[];
}

export interface BundleOptions extends CompileOptions {
  /** As the function has it, `index.handler`: that what it names is there is verified. */
  readonly handler: string | undefined;
  /** Files and folders that are in the zip as they are, by their paths in the function's folder. */
  readonly assets: readonly string[];
  /** Another bundler; the options that are for esbuild are not for it. */
  readonly byCommand: BundleCommand | undefined;
  /** There is a bucket, from which Lambda takes more than in one call. */
  readonly hasBucket: boolean;
  /** Ends a bundler that is a command. */
  readonly signal: AbortSignal | undefined;
}

const defaults: BundleOptions = {
  runtime: 'nodejs24.x',
  architecture: 'x86_64',
  handler: undefined,
  entries: [],
  external: [],
  nodeModules: [],
  loader: {},
  assets: [],
  sourceMap: true,
  byCommand: undefined,
  hasBucket: false,
  signal: undefined,
};

/**
 * Bundles the handler with all that it imports. The same sources give the same bytes on any
 * machine and in any time zone (trap D33).
 *
 * @param entry the handler's source, `function/handler.ts` unless a test says otherwise; its folder is the
 *   function's.
 * @throws {BuildFailure} of esbuild, when the source does not compile.
 * @throws {BundleError} when something is missing, is for another processor, or is too much for Lambda.
 */
export async function bundle(
  entry: string = handlerSource(),
  options: Partial<BundleOptions> = {},
): Promise<Bundle> {
  const all = { ...defaults, ...options };
  return zipUp(await pack(entry, all, () => compile(dirname(entry), entry, all)), all);
}

/** Bundles the same handler again and again. */
export interface Bundler {
  /** As {@link bundle} does, which gives the same bytes. */
  bundle(): Promise<Bundle>;
  close(): Promise<void>;
}

/** As {@link bundle}, for who does it again and again: esbuild reads only what changed since. */
export async function openBundler(
  entry: string = handlerSource(),
  options: Partial<BundleOptions> = {},
): Promise<Bundler> {
  const all = { ...defaults, ...options };
  const compiler = await openCompiler(dirname(entry), entry, all);
  return {
    bundle: async () => zipUp(await pack(entry, all, () => compiler.compile()), all),
    close: () => compiler.close(),
  };
}

async function zipUp(
  { files, shares }: Packed,
  { hasBucket }: Pick<BundleOptions, 'hasBucket'>,
): Promise<Bundle> {
  const zip = await zipOf(files);
  const all = sumUp(shares);
  if (zip.length > uploadLimit && !hasBucket) {
    throw new BundleError(
      `The deployment package has ${toMegabytes(zip.length)}, and Lambda takes ${toMegabytes(uploadLimit)} in one call; the largest parts are ${describe(all)}`,
      'set function.bundle.s3 to true, which makes a bucket for it, or put what is large into a layer (function.layers, and function.bundle.external leaves it out)',
    );
  }
  return { zip, codeSha256: codeSha256Of(zip), shares: all };
}

function handlerSource(): string {
  return fileURLToPath(new URL('../function/handler.ts', import.meta.url));
}

async function pack(
  entry: string,
  options: BundleOptions,
  compileSources: () => Promise<Compiled>,
): Promise<Packed> {
  const folder = dirname(entry);
  const { byCommand, signal, architecture, nodeModules, handler } = options;
  if (byCommand !== undefined) {
    const packed = await packByCommand(folder, byCommand, signal);
    verifyFile(handler, packed.files);
    return packed;
  }
  const [compiled, whole, assets] = await Promise.all([
    compileSources(),
    packWhole(folder, nodeModules, architecture),
    packAssets(folder, options.assets),
  ]);
  const files = unique([...compiled.files, ...whole.files, ...assets]);
  verifyFile(handler, files);
  verifyExport(handler, compiled.exports);
  return {
    files,
    shares: [
      ...compiled.shares,
      ...whole.shares,
      ...assets.map(({ path, contents }) => ({ name: path, bytes: contents.length })),
    ],
  };
}

async function packAssets(folder: string, names: readonly string[]): Promise<PackedFile[]> {
  const found = await Promise.all(
    names.map(async (name) => {
      const files = await readFiles(folder, name);
      if (files === undefined) {
        throw new BundleError(
          `function/${name} of function.bundle.assets is not there`,
          'make it, or take it out of the settings',
        );
      }
      return files;
    }),
  );
  return found.flat();
}

/**
 * A file may be both an asset and named by a source.
 *
 * @throws {BundleError} when it is another one: which of the two the function would find, nobody chose.
 */
function unique(files: readonly PackedFile[]): PackedFile[] {
  const byPath = new Map<string, PackedFile>();
  for (const file of files) {
    const { contents } = byPath.get(file.path) ?? file;
    if (!Buffer.from(contents).equals(file.contents)) {
      throw new BundleError(
        `Two different files would be ${file.path} in the deployment package`,
        'give one of them another name, or take it out of function.bundle.assets',
      );
    }
    byPath.set(file.path, file);
  }
  return [...byPath.values()];
}

/** `index.handler` is the file `index.mjs` and its export `handler`; what begins with / is in a layer. */
function split(handler: string): { readonly file: string; readonly name: string } {
  const dot = handler.lastIndexOf('.');
  return { file: handler.slice(0, dot), name: handler.slice(dot + 1) };
}

function verifyFile(handler: string | undefined, files: readonly PackedFile[]): void {
  if (handler === undefined || handler.startsWith('/')) {
    return;
  }
  const { file } = split(handler);
  const sources = files.filter(({ path }) => /^\.[cm]?js$/.test(extname(path)));
  if (!sources.some(({ path }) => path.slice(0, -extname(path).length) === file)) {
    const known = sources.map(({ path }) => path).filter((path) => !path.includes('node_modules/'));
    throw new BundleError(
      `There is no ${file}.mjs for the handler ${handler}: there are ${known.join(', ')}`,
      'mend function.handler, or name its source in function.bundle.entries',
    );
  }
}

function verifyExport(
  handler: string | undefined,
  exports: ReadonlyMap<string, readonly string[]>,
): void {
  if (handler === undefined) {
    return;
  }
  const { file, name } = split(handler);
  const exported = exports.get(`${file}.mjs`);
  if (exported !== undefined && !exported.includes(name)) {
    const source = file === 'index' ? 'handler.ts' : `${file}.ts`;
    const known = exported.length === 0 ? 'nothing' : exported.join(', ');
    throw new BundleError(
      `function/${source} exports ${known}, and no ${name} for the handler ${handler}`,
      `export ${name}, or mend function.handler`,
    );
  }
}

function sumUp(shares: readonly Share[]): Share[] {
  const sums = new Map<string, number>();
  for (const { name, bytes } of shares) {
    sums.set(name, (sums.get(name) ?? 0) + bytes);
  }
  return [...sums]
    .map(([name, bytes]) => ({ name, bytes }))
    .toSorted((one, other) => other.bytes - one.bytes || (one.name < other.name ? -1 : 1));
}

const namedShares = 3;

function describe(shares: readonly Share[]): string {
  return shares
    .slice(0, namedShares)
    .map(({ name, bytes }) => `${name} (${toMegabytes(bytes)})`)
    .join(', ');
}

function toMegabytes(bytes: number): string {
  return `${(bytes / 1024 / 1024).toFixed(1)} MB`;
}
