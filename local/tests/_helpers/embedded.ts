import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { ExecutionContext } from 'ava';

import { startServer } from '../../aws/server.ts';
import type { EmbeddedAws, ServerOptions } from '../../aws/server.ts';
import { Clients, type AwsCredentials } from './clients.ts';

/** Of the endpoint under test, when the tests run against another one: conformance.ts asked it. */
const outside = process.env.CONFORMANCE_ENDPOINT ?? '';

/** The account and region that {@link clientsOf} and {@link startEmbedded} use. */
export const account = process.env.CONFORMANCE_ACCOUNT ?? '123456789012';
export const region = process.env.CONFORMANCE_REGION ?? 'eu-west-1';

/** Of every access key: a test chooses its account by the key. */
export const testSecret = 'local';
export const testSecrets = (): string => testSecret;

export type { Clients };

export interface Embedded {
  readonly url: string;
  readonly clients: Clients;
  /** The server in this process; refused when the tests run against another endpoint. */
  readonly aws: EmbeddedAws;
  /** Where the server keeps its state. */
  readonly dir: string;
}

/**
 * An embedded AWS in this process with a folder of its own, ended with the test. When the environment
 * variable `CONFORMANCE_ENDPOINT` is set, the clients speak to that endpoint instead.
 *
 * @param from a folder that another one left: its state is copied, and is what this one begins with.
 */
export async function startEmbedded(
  t: ExecutionContext,
  { from, ...options }: Partial<Omit<ServerOptions, 'dir'>> & { readonly from?: string } = {},
): Promise<Embedded> {
  if (outside !== '') {
    return externalEndpoint(outside, openClients(t, outside));
  }
  const dir = await temporaryFolder(t);
  if (from !== undefined) {
    await cp(from, dir, { recursive: true });
  }
  const aws = await startServer({ dir, credentials: testSecrets, ...options });
  t.teardown(() => aws.close());
  return { url: aws.url, clients: openClients(t, aws.url), aws, dir };
}

/** A fresh folder, removed with the test. */
export async function temporaryFolder(
  t: ExecutionContext,
  prefix = 'embedded-aws-',
): Promise<string> {
  const dir = await mkdtemp(join(tmpdir(), prefix));
  t.teardown(() => rm(dir, { recursive: true, force: true, maxRetries: 3 }));
  return dir;
}

/** Real AWS SDK clients that speak to an endpoint and do not retry. */
export function clientsOf(
  url: string,
  accessKeyId = account,
  secretAccessKey = testSecret,
): Clients {
  return new Clients(url, region, { accessKeyId, secretAccessKey });
}

/** The same account's clients of another region, ended with the test. */
export function clientsIn(t: ExecutionContext, url: string, name: string): Clients {
  const clients = new Clients(url, name, { accessKeyId: account, secretAccessKey: testSecret });
  t.teardown(() => clients.destroy());
  return clients;
}

function openClients(t: ExecutionContext, url: string): Clients {
  const clients = outside === '' ? clientsOf(url) : new Clients(url, region, outsideCredentials());
  t.teardown(() => clients.destroy());
  return clients;
}

/** As the environment says; emulators that verify none take any. */
export function outsideCredentials(): AwsCredentials {
  const { AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN } = process.env;
  return {
    accessKeyId: AWS_ACCESS_KEY_ID ?? account,
    secretAccessKey: AWS_SECRET_ACCESS_KEY ?? testSecret,
    ...(AWS_SESSION_TOKEN && { sessionToken: AWS_SESSION_TOKEN }),
  };
}

/** Another endpoint has no server here that a test could reach into. Tests spread this: no member throws then. */
function externalEndpoint(url: string, clients: Clients): Embedded {
  const refuse = (): never => {
    throw new Error(
      'This test needs a server in its own process: declare it with testEmbedded, which skips it here.',
    );
  };
  const endpoint = { url, clients } as Embedded;
  return Object.defineProperties(endpoint, { aws: { get: refuse }, dir: { get: refuse } });
}
