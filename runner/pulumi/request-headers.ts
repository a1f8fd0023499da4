import { decryptedHeaders } from '../../stack/request-headers.ts';
import type { Settings } from '../../stack/stack-file.ts';
import { UsageError } from '../errors.ts';
import type { RequestHeaders } from '../context.ts';
import { npmRun, advise } from '../report/next.ts';
import type { ProgramStack } from './program-stack.ts';

/**
 * What `release.headers` says. Pulumi is asked only where some are encrypted.
 *
 * @throws {UsageError} when what was encrypted is no header.
 * @throws {ReleaseError} when Pulumi cannot decrypt it.
 */
export async function readRequestHeaders(
  { stack, release: { headers } }: Pick<Settings, 'stack' | 'release'>,
  openProgram: () => Promise<Pick<ProgramStack, 'setting'>>,
): Promise<RequestHeaders> {
  const plain = Object.entries(headers).flatMap(([name, value]) =>
    typeof value === 'string' ? [[name, value] as const] : [],
  );
  const encrypted = Object.keys(headers).filter((name) => typeof headers[name] !== 'string');
  if (encrypted.length === 0) {
    return { sent: Object.fromEntries(plain), secrets: [] };
  }
  const decrypted = decryptedHeaders.safeParse(await (await openProgram()).setting('release'));
  if (!decrypted.success) {
    // What is wrong with a value would tell it.
    throw new UsageError(
      `A header that is encrypted in release.headers (${encrypted.join(', ')}) must be printable characters of ASCII`,
      advise(npmRun('release'), 'set it again with pulumi config set --secret --path, then'),
      { resource: `stack ${stack}` },
    );
  }
  const { headers: sent } = decrypted.data;
  return { sent, secrets: encrypted.map((name) => sent[name] ?? '') };
}
