import { createHash } from 'node:crypto';
import { dirname } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { ZipArchive } from 'archiver';
import { build } from 'esbuild';

export interface Bundle {
  /** A deployment package: one file, `index.mjs`, that exports `handler`. */
  readonly zip: Buffer;
  /** Base64 of the zip's SHA-256: what Lambda reports as `CodeSha256`. */
  readonly codeSha256: string;
}

/** The earliest date a zip can hold, so that no machine's clock is in the bytes. */
const fixedDate = new Date('1980-01-01T00:00:00Z');

/**
 * Bundles the handler with all that it imports. The same sources give the same bytes on any
 * machine and in any time zone (trap D33): one entry with a fixed name, date and mode, stored and
 * not deflated, since zlib's output differs between processors.
 *
 * @param entry the handler's source, `function/handler.ts` unless a test says otherwise.
 * @param runtime of the function, `nodejs24.x`: what its Node.js cannot run is written in older words.
 * @throws {BuildFailure} of esbuild, when the source does not compile.
 */
export async function bundle(
  entry: string = sourceOf('handler.ts'),
  runtime = 'nodejs24.x',
): Promise<Bundle> {
  const zip = await zipOf('index.mjs', await compile(entry, runtime));
  return { zip, codeSha256: createHash('sha256').update(zip).digest('base64') };
}

function sourceOf(file: string): string {
  return fileURLToPath(new URL(file, import.meta.url));
}

async function compile(entry: string, runtime: string): Promise<Uint8Array> {
  const { outputFiles } = await build({
    entryPoints: [entry],
    // esbuild writes paths into the bundle: relative to here they are the same anywhere.
    absWorkingDir: dirname(entry),
    bundle: true,
    write: false,
    platform: 'node',
    target: runtime.replace(/^nodejs(\d+)\.x$/, 'node$1'),
    format: 'esm',
    charset: 'utf8',
    legalComments: 'none',
    logLevel: 'silent',
    external: ['@aws-sdk/*'],
    banner: { js: requireForCommonJs },
  });
  const [output] = outputFiles;
  if (output === undefined) {
    throw new Error(`esbuild wrote nothing for ${entry}`);
  }
  return output.contents;
}

/** CommonJS packages inside an ESM bundle call `require` for Node's own modules. */
const requireForCommonJs =
  "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);";

async function zipOf(name: string, contents: Uint8Array): Promise<Buffer> {
  const archive = new ZipArchive({ store: true, forceLocalTime: false });
  archive.append(Buffer.from(contents), { name, date: fixedDate, mode: 0o644 });
  const [zip] = await Promise.all([buffer(archive), archive.finalize()]);
  return zip;
}
