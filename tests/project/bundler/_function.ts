import { execFile } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import type { ExecutionContext } from 'ava';
import { bundle, type Bundle, type BundleOptions } from '../../../bundler/bundle.ts';
import { unpackCode } from '../../../local/aws/lambda/execution/unpack.ts';
import { temporaryFolder } from '../../../local/tests/_helpers/temporary-folder.ts';

const run = promisify(execFile);

export type Files = Readonly<Record<string, string | Uint8Array>>;

/** A project with a function of its own. */
export interface TestFunction {
  /** Of the project; `function/` is in it. */
  readonly root: string;
  readonly bundle: (options?: Partial<BundleOptions>) => Promise<Bundle>;
}

/** @param files by their paths in the project: `function/handler.ts`. */
export async function createFunction(t: ExecutionContext, files: Files): Promise<TestFunction> {
  const root = await temporaryFolder(t, 'function-');
  for (const [path, contents] of Object.entries(files)) {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), contents);
  }
  return {
    root,
    bundle: (options) => bundle(join(root, 'function', 'handler.ts'), options),
  };
}

/** A package as npm installs one, by its path: `node_modules/orders`. */
export function installed(
  path: string,
  files: Files,
  manifest: Readonly<Record<string, unknown>> = {},
): Files {
  const name = path.replace(/^.*node_modules\//, '');
  const own = { name, version: '1.0.0', type: 'module', main: 'index.js', ...manifest };
  return Object.fromEntries(
    Object.entries({ 'package.json': JSON.stringify(own), ...files }).map(([file, contents]) => [
      `${path}/${file}`,
      contents,
    ]),
  );
}

/** `function/package.json` with these dependencies. */
export function dependingOn(...names: readonly string[]): Files {
  const dependencies = Object.fromEntries(names.map((name) => [name, '1.0.0']));
  return { 'function/package.json': JSON.stringify({ dependencies }) };
}

/** The folder into which Lambda unpacks a bundle. */
export async function unpack(t: ExecutionContext, { zip }: Bundle): Promise<string> {
  return unpackCode(await temporaryFolder(t, 'unpacked-'), 'code', () => zip);
}

/** What a module of the unpacked bundle prints when `use` is called with it, from another folder. */
export async function callUnpacked(
  t: ExecutionContext,
  made: Bundle,
  use = 'console.log(JSON.stringify(await all.handler()))',
  file = 'index.mjs',
): Promise<string> {
  const folder = await unpack(t, made);
  const main = join(dirname(folder), 'main.mjs');
  const script = `const all = await import(${JSON.stringify(join(folder, file))}); ${use};`;
  await writeFile(main, script);
  const { stdout } = await run(process.execPath, ['--enable-source-maps', main], {
    cwd: dirname(folder),
  });
  return stdout.trim();
}
