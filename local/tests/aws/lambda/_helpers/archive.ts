import { buffer } from 'node:stream/consumers';
import { PassThrough } from 'node:stream';

import { ZipArchive } from 'archiver';

/** A deployment package of the given files: path to content. @param mode permissions of each */
export async function archive(
  files: Readonly<Record<string, string>>,
  mode = 0o644,
): Promise<Buffer> {
  const zip = new ZipArchive();
  const output = new PassThrough();
  zip.pipe(output);
  for (const [name, content] of Object.entries(files)) {
    zip.append(content, { name, mode });
  }
  const bytes = buffer(output);
  await zip.finalize();
  return await bytes;
}
