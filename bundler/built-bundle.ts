import { readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import type { Bundle } from './bundle.ts';
import { BundleError } from './bundle-error.ts';
import { codeSha256Of, formatDigest } from './digest.ts';

/** What every zip archive begins with (PKWARE, APPNOTE 4.3.7). */
const zipSignature = Buffer.from('PK\u0003\u0004', 'latin1');

/**
 * Reads a deployment package that was built before, as it is.
 *
 * @param expected what its `codeSha256` has to be; undefined for any.
 * @throws {BundleError} when it cannot be read, is no zip archive, or has other bytes.
 */
export function readBuiltBundle(file: string, expected: string | undefined): Bundle {
  const zip = readFile(file);
  if (!zip.subarray(0, zipSignature.length).equals(zipSignature)) {
    throw new BundleError(`${file} is no zip archive`, buildIt(file));
  }
  const codeSha256 = codeSha256Of(zip);
  if (expected !== undefined && codeSha256 !== expected) {
    throw new BundleError(
      `${file} has the digest ${formatDigest(codeSha256)}, and not ${formatDigest(expected)}`,
      'get the bundle that was attested',
    );
  }
  return { zip, codeSha256 };
}

/**
 * Writes a deployment package: all of it, or nothing. What is there and no file, as a device or a pipe, stays what it
 * is, and is written into.
 *
 * @throws {BundleError} when it cannot be written.
 */
export function writeBuiltBundle(file: string, { zip }: Bundle): void {
  try {
    const there = statSync(file, { throwIfNoEntry: false });
    if (there?.isDirectory() === true) {
      throw new Error('it is a folder');
    }
    if (there === undefined || there.isFile()) {
      replaceFile(file, zip);
    } else {
      writeFileSync(file, zip);
    }
  } catch (error) {
    throw new BundleError(`${file} cannot be written: ${messageOf(error)}`, 'name another file');
  }
}

function replaceFile(file: string, contents: Buffer): void {
  const written = `${file}.new`;
  try {
    writeFileSync(written, contents);
    renameSync(written, file);
  } catch (error) {
    rmSync(written, { force: true });
    throw error;
  }
}

function readFile(file: string): Buffer {
  try {
    return readFileSync(file);
  } catch (error) {
    throw new BundleError(`${file} cannot be read: ${messageOf(error)}`, buildIt(file));
  }
}

function buildIt(file: string): string {
  return `build it: npm run bundle -- ${file}`;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
