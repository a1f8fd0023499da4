import type { z } from 'zod';
import { hasSecrets, secretsOf } from '../../stack/encrypted.ts';
import { requestBody } from '../../stack/request-body.ts';
import { decryptedHeaders } from '../../stack/request-headers.ts';
import type { ReleaseSettings } from '../../stack/release-settings.ts';
import type { Settings } from '../../stack/stack-file.ts';
import { UsageError } from '../errors.ts';
import type { ApiRequest, GateRequests } from '../context.ts';
import { npmRun, advise } from '../report/next.ts';
import type { ProgramStack } from './program-stack.ts';

/** Of settings whose secrets are decrypted. */
const decrypted = decryptedHeaders.extend({ readinessBody: requestBody.optional() });

/**
 * What `release.headers` and `release.readiness…` say. Pulumi is asked only where something in them is encrypted.
 *
 * @throws {UsageError} when what was encrypted is no header.
 * @throws {ReleaseError} when Pulumi cannot decrypt it.
 */
export async function readGateRequests(
  { stack, release }: Pick<Settings, 'stack' | 'release'>,
  openProgram: () => Promise<Pick<ProgramStack, 'setting'>>,
): Promise<GateRequests> {
  const { headers, readinessBody } = release;
  const written = { headers, readinessBody };
  const read = decrypted.safeParse(
    hasSecrets(written) ? await (await openProgram()).setting('release') : written,
  );
  if (!read.success) {
    const names = Object.keys(headers).filter((name) => hasSecrets(headers[name]));
    // What is wrong with a value would tell it.
    throw new UsageError(
      `A header that is encrypted in release.headers (${names.join(', ')}) must be printable characters of ASCII`,
      advise(npmRun('release'), 'set it again with pulumi config set --secret --path, then'),
      { resource: `stack ${stack}` },
    );
  }
  return {
    headers: read.data.headers,
    readiness: readinessOf(release, read.data),
    secrets: secretsOf(written, read.data),
  };
}

function readinessOf(
  { readinessMethod: method, readinessPath: path }: ReleaseSettings,
  { headers, readinessBody: body }: z.infer<typeof decrypted>,
): ApiRequest {
  if (body === undefined) {
    return { method, path, headers };
  }
  const hasType = Object.keys(headers).some((name) => name.toLowerCase() === 'content-type');
  return {
    method,
    path,
    headers: { ...headers, ...(!hasType && { 'content-type': 'application/json' }) },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  };
}
