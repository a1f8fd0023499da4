import { buffer } from 'node:stream/consumers';
import { ZipArchive } from 'archiver';
import type { PackedFile } from './packed-file.ts';

/** The earliest date a zip can hold, so that no machine's clock is in the bytes. */
const fixedDate = new Date('1980-01-01T00:00:00Z');

/**
 * The same files give the same bytes on any machine and in any time zone (trap D33): fixed dates and modes,
 * by name, and stored and not deflated, since zlib's output differs between processors.
 */
export async function zipOf(files: readonly PackedFile[]): Promise<Buffer> {
  const archive = new ZipArchive({ store: true, forceLocalTime: false });
  for (const { path, contents, isExecutable = false } of files.toSorted(byPath)) {
    const mode = isExecutable ? 0o755 : 0o644;
    archive.append(Buffer.from(contents), { name: path, date: fixedDate, mode });
  }
  const [zip] = await Promise.all([buffer(archive), archive.finalize()]);
  return zip;
}

/** Not by locale, which differs between machines. */
function byPath(one: PackedFile, other: PackedFile): number {
  return one.path < other.path ? -1 : 1;
}
