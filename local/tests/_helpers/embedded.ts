import { cp } from 'node:fs/promises';

import type { ExecutionContext } from 'ava';

import { startServer } from '../../aws/server.ts';
import type { EmbeddedAws, ServerOptions } from '../../aws/server.ts';
import { outsideCredentials, region, testSecrets } from './account.ts';
import { Clients, clientsOf } from './clients.ts';
import { temporaryFolder } from './temporary-folder.ts';

/** Of the endpoint under test, when the tests run against another one: conformance.ts asked it. */
const outside = process.env.CONFORMANCE_ENDPOINT ?? '';

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

function openClients(t: ExecutionContext, url: string): Clients {
  const clients = outside === '' ? clientsOf(url) : new Clients(url, region, outsideCredentials());
  t.teardown(() => clients.destroy());
  return clients;
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
