import { crc32, inflateRawSync } from 'node:zlib';

/** One file of an archive; folders are left out, they follow from the paths. */
export interface ZipEntry {
  /** Relative, with `/`, without `.` or `..`. */
  readonly path: string;
  /** Unix permission bits; 0o644 where the archive has none. */
  readonly mode: number;
  readonly kind: 'file' | 'link';
  /** Bytes when unpacked, as the archive's directory says. */
  readonly size: number;
  /** Unpacks; throws where data and directory disagree. */
  read(): Buffer;
}

const endOfDirectory = 0x06054b50;
const directoryEntry = 0x02014b50;
const localHeader = 0x04034b50;

/**
 * Reads the directory of a zip archive (stored and deflated entries, not encrypted, not zip64).
 *
 * @throws {Error} that says what is wrong with the archive, paths out of it included.
 */
export function readZip(zip: Buffer): ZipEntry[] {
  const end = findEnd(zip);
  const count = zip.readUInt16LE(end + 10);
  const entries: ZipEntry[] = [];
  let offset = zip.readUInt32LE(end + 16);
  if (count === 0xffff || offset === 0xffffffff) {
    throw new Error('zip64 archives are not supported');
  }
  for (let index = 0; index < count; index++) {
    const { entry, next } = readDirectoryEntry(zip, offset);
    if (entry !== undefined) {
      entries.push(entry);
    }
    offset = next;
  }
  return entries;
}

/** The end record stands last, before a comment of at most 65,535 bytes. */
function findEnd(zip: Buffer): number {
  const lowest = Math.max(0, zip.length - 22 - 0xffff);
  for (let offset = zip.length - 22; offset >= lowest; offset--) {
    if (zip.readUInt32LE(offset) === endOfDirectory) {
      return offset;
    }
  }
  throw new Error('not a zip archive');
}

function readDirectoryEntry(
  zip: Buffer,
  offset: number,
): { readonly entry: ZipEntry | undefined; readonly next: number } {
  if (offset + 46 > zip.length || zip.readUInt32LE(offset) !== directoryEntry) {
    throw new Error('the archive has a broken directory');
  }
  const nameEnd = offset + 46 + zip.readUInt16LE(offset + 28);
  const next = nameEnd + zip.readUInt16LE(offset + 30) + zip.readUInt16LE(offset + 32);
  const name = zip.toString('utf8', offset + 46, nameEnd);
  if (name.endsWith('/')) {
    return { entry: undefined, next };
  }
  if ((zip.readUInt16LE(offset + 8) & 1) !== 0) {
    throw new Error(`${name} is encrypted`);
  }
  const unixMode = zip.readUInt32LE(offset + 38) >>> 16;
  const size = zip.readUInt32LE(offset + 24);
  const data = {
    name,
    method: zip.readUInt16LE(offset + 10),
    checksum: zip.readUInt32LE(offset + 16),
    packedSize: zip.readUInt32LE(offset + 20),
    size,
    header: zip.readUInt32LE(offset + 42),
  };
  const entry: ZipEntry = {
    path: safePath(name),
    mode: (unixMode & 0o777) === 0 ? 0o644 : unixMode & 0o777,
    kind: (unixMode & 0o170000) === 0o120000 ? 'link' : 'file',
    size,
    read: () => unpack(zip, data),
  };
  return { entry, next };
}

/** The path, when it stays inside the folder it is unpacked into. */
function safePath(name: string): string {
  const parts = name.split('/').filter((part) => part !== '' && part !== '.');
  const leaves = name.startsWith('/') || parts.includes('..') || /[\0\\]|^[a-zA-Z]:/.test(name);
  if (leaves || parts.length === 0) {
    throw new Error(`unsafe path in the archive: ${name}`);
  }
  return parts.join('/');
}

interface PackedData {
  readonly name: string;
  readonly method: number;
  readonly checksum: number;
  readonly packedSize: number;
  readonly size: number;
  readonly header: number;
}

function unpack(zip: Buffer, data: PackedData): Buffer {
  const { header, name } = data;
  if (header + 30 > zip.length || zip.readUInt32LE(header) !== localHeader) {
    throw new Error(`${name} has a broken header`);
  }
  const start = header + 30 + zip.readUInt16LE(header + 26) + zip.readUInt16LE(header + 28);
  const packed = zip.subarray(start, start + data.packedSize);
  const content = inflate(packed, data);
  if (content.length !== data.size || crc32(content) !== data.checksum) {
    throw new Error(`${name} is damaged`);
  }
  return content;
}

function inflate(packed: Buffer, { method, name, size }: PackedData): Buffer {
  if (method === 0) {
    return packed;
  }
  if (method !== 8) {
    throw new Error(`${name} is packed with an unknown method`);
  }
  return inflateRawSync(packed, { maxOutputLength: Math.max(size, 1) });
}
