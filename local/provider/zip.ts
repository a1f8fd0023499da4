import { readdir, readFile, stat } from 'node:fs/promises';
import { posix } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { ProviderError } from './errors.ts';
import type { Archive } from './properties.ts';
import { Asset } from './properties.ts';

// The earliest date that a zip can hold: the same files are the same bytes, whenever and wherever they are zipped.
const fixedDate = new Date('1980-01-01T00:00:00Z');

/**
 * The bytes of a function's code for Lambda: a zip file as it is, a folder or single files zipped.
 *
 * The same content gives the same bytes: names sorted, one date, one mode.
 *
 * @throws {ProviderError} for an archive in another format, one to be downloaded, and one whose contents
 *   the engine did not send.
 */
export async function zipOf(archive: Archive): Promise<Buffer> {
  const { content } = archive;
  if (content !== undefined && 'path' in content && !(await isFolder(content.path))) {
    return readZip(content.path);
  }
  const files = new Map<string, Buffer>();
  await collect(archive, '', files);
  return zip(files);
}

async function collect(
  entry: Archive | Asset,
  name: string,
  files: Map<string, Buffer>,
): Promise<void> {
  const { content } = entry;
  if (content === undefined) {
    throw new ProviderError('the contents of its archive are not known any more, only their hash');
  }
  if ('uri' in content) {
    throw new ProviderError(`the provider of the embedded AWS does not download ${content.uri}`);
  }
  if ('text' in content) {
    files.set(name, Buffer.from(content.text));
  } else if ('assets' in content) {
    for (const [path, asset] of Object.entries(content.assets)) {
      await collect(asset, posix.join(name, path), files);
    }
  } else if (entry instanceof Asset) {
    files.set(name, await readFile(content.path));
  } else {
    await collectFolder(content.path, name, files);
  }
}

async function collectFolder(
  folder: string,
  prefix: string,
  files: Map<string, Buffer>,
): Promise<void> {
  if (!(await isFolder(folder))) {
    throw new ProviderError(`${folder} is an archive in an archive: give its folder instead`);
  }
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const path = posix.join(folder, entry.name);
    const name = posix.join(prefix, entry.name);
    if (await isFolder(path)) {
      await collectFolder(path, name, files);
    } else {
      files.set(name, await readFile(path));
    }
  }
}

async function readZip(path: string): Promise<Buffer> {
  const bytes = await readFile(path);
  if (bytes.subarray(0, 2).toString('latin1') !== 'PK') {
    throw new ProviderError(`${path} is not a zip file, and Lambda takes no other`);
  }
  return bytes;
}

async function isFolder(path: string): Promise<boolean> {
  return (await stat(path)).isDirectory();
}

async function zip(files: ReadonlyMap<string, Buffer>): Promise<Buffer> {
  const { ZipArchive } = await import('archiver');
  const archive = new ZipArchive({ zlib: { level: 9 } });
  for (const name of [...files.keys()].sort()) {
    archive.append(files.get(name) ?? '', { name, date: fixedDate, mode: 0o644 });
  }
  const [bytes] = await Promise.all([buffer(archive), archive.finalize()]);
  return bytes;
}
