import { existsSync } from 'node:fs';
import { readdir, readFile, realpath, stat } from 'node:fs/promises';
import { dirname, join, relative, sep } from 'node:path';
import { z } from 'zod';
import { BundleError } from './bundle-error.ts';
import { architectureOf, cpuOf, installFor, type Architecture } from './native-architecture.ts';
import type { Packed, PackedFile, Share } from './packed-file.ts';

const names = z.record(z.string(), z.unknown()).default({});
const list = z.union([z.array(z.string()), z.string().transform((one) => [one])]).default([]);
const manifest = z.object({
  dependencies: names,
  optionalDependencies: names,
  peerDependencies: names,
  os: list,
  cpu: list,
  libc: list,
});
type Manifest = z.infer<typeof manifest>;

interface Placed {
  readonly name: string;
  /** Where it is installed, links followed. */
  readonly source: string;
  /** Where it will be in the zip. */
  readonly path: string;
}

/**
 * Packages as npm installed them, with what they depend on, for what cannot be bundled: native libraries, and what
 * looks for its own files. Of what is there for several platforms only the function's is taken.
 *
 * @param folder of the function.
 * @throws {BundleError} when one is not installed, or not for the function's processor.
 */
export async function packWhole(
  folder: string,
  wanted: readonly string[],
  architecture: Architecture,
): Promise<Packed> {
  const placed = new Map<string, Placed>();
  const found = await placeAll(placed, wanted, { from: folder, parent: '' }, architecture);
  const missing = wanted.find((name) => !found.has(name));
  if (missing !== undefined) {
    throw new BundleError(
      `${missing} of function.bundle.nodeModules is not installed`,
      `npm install --workspace function ${missing}`,
    );
  }
  const packed = await Promise.all(
    [...placed.values()].map(async ({ name, source, path }) => {
      const files = await filesOf(source, path);
      return { name, files: selectNative(name, files, architecture) };
    }),
  );
  return {
    files: packed.flatMap(({ files }) => files),
    shares: packed.map(({ name, files }): Share => ({ name, bytes: sizeOf(files) })),
  };
}

/** Who asks for packages: where it is installed, and where it will be in the zip. */
interface Asking {
  readonly from: string;
  readonly parent: string;
}

/**
 * Places packages, and then what they need: what that leaves free at the top is not to come between one of these and
 * who asks for it.
 *
 * @returns the names of those that were found.
 */
async function placeAll(
  placed: Map<string, Placed>,
  wanted: Iterable<string>,
  { from, parent }: Asking,
  architecture: Architecture,
): Promise<ReadonlySet<string>> {
  const found = new Set<string>();
  const added: (readonly [Placed, Manifest])[] = [];
  for (const name of wanted) {
    const source = await findInstalled(from, name);
    const needs = source === undefined ? undefined : await readManifest(source);
    if (source === undefined || needs === undefined || !isFor(needs, architecture)) {
      continue;
    }
    found.add(name);
    const visible = findVisible(placed, parent, name);
    if (visible?.source !== source) {
      const path =
        visible === undefined ? `node_modules/${name}` : `${parent}/node_modules/${name}`;
      const one = { name, source, path };
      placed.set(path, one);
      added.push([one, needs]);
    }
  }
  for (const [one, needs] of added) {
    await placeNeeds(placed, one, needs, architecture);
  }
  return found;
}

async function placeNeeds(
  placed: Map<string, Placed>,
  { name, source, path }: Placed,
  { dependencies, optionalDependencies, peerDependencies }: Manifest,
  architecture: Architecture,
): Promise<void> {
  const optional = Object.keys(optionalDependencies);
  const all = new Set([...Object.keys({ ...dependencies, ...peerDependencies }), ...optional]);
  const taken = await placeAll(placed, all, { from: source, parent: path }, architecture);
  const forPlatform = optional.filter((each) => namesPlatform(each, architecture));
  if (forPlatform.length > 0 && !forPlatform.some((each) => taken.has(each))) {
    throw new BundleError(
      `${name} is not installed for ${architecture}: ${forPlatform.join(' or ')} is missing`,
      installFor(architecture, name),
    );
  }
}

/** The one that Node.js would find from a place in the zip. */
function findVisible(
  placed: ReadonlyMap<string, Placed>,
  parent: string,
  name: string,
): Placed | undefined {
  for (let at = parent; ; at = at.slice(0, Math.max(0, at.lastIndexOf('/node_modules/')))) {
    const found = placed.get(at === '' ? `node_modules/${name}` : `${at}/node_modules/${name}`);
    if (found !== undefined || at === '') {
      return found;
    }
  }
}

async function findInstalled(from: string, name: string): Promise<string | undefined> {
  for (let folder = from; ; folder = dirname(folder)) {
    const path = join(folder, 'node_modules', name);
    if (existsSync(join(path, 'package.json'))) {
      return realpath(path);
    }
    if (folder === dirname(folder)) {
      return undefined;
    }
  }
}

async function readManifest(source: string): Promise<Manifest> {
  return manifest.parse(JSON.parse(await readFile(join(source, 'package.json'), 'utf8')));
}

/** https://docs.npmjs.com/cli/configuring-npm/package-json#os, and `cpu` and `libc` after it. */
function isFor(
  { os, cpu, libc }: Pick<Manifest, 'os' | 'cpu' | 'libc'>,
  architecture: Architecture,
) {
  return allows(os, 'linux') && allows(cpu, cpuOf[architecture]) && allows(libc, 'glibc');
}

function allows(values: readonly string[], value: string): boolean {
  const others = values.filter((each) => !each.startsWith('!'));
  return !values.includes(`!${value}`) && (others.length === 0 || others.includes(value));
}

/** `@img/sharp-linux-arm64`, by the habit of all that have a package for each platform. */
function namesPlatform(name: string, architecture: Architecture): boolean {
  const parts = name.split(/[-/]/);
  return parts.includes('linux') && parts.includes(cpuOf[architecture]) && !parts.includes('musl');
}

async function filesOf(source: string, path: string): Promise<PackedFile[]> {
  const entries = await readdir(source, { recursive: true, withFileTypes: true });
  const files = entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((file) => !relative(source, file).split(sep).includes('node_modules'));
  return Promise.all(
    files.map(async (file) => {
      const [contents, { mode }] = await Promise.all([readFile(file), stat(file)]);
      const inside = relative(source, file).split(sep).join('/');
      return { path: `${path}/${inside}`, contents, isExecutable: (mode & 0o100) !== 0 };
    }),
  );
}

/** A package that brings a library for each platform is left with the function's. */
function selectNative(
  name: string,
  files: readonly PackedFile[],
  architecture: Architecture,
): PackedFile[] {
  const native = files.filter(({ path }) => path.endsWith('.node'));
  const unfit = new Set(native.filter(({ contents }) => architectureOf(contents) !== architecture));
  if (native.length > 0 && unfit.size === native.length) {
    throw new BundleError(
      `${name} is compiled for another processor or system than the function's, Linux on ${architecture}`,
      installFor(architecture, name),
    );
  }
  return files.filter((file) => !unfit.has(file));
}

function sizeOf(files: readonly PackedFile[]): number {
  return files.reduce((sum, { contents }) => sum + contents.length, 0);
}
