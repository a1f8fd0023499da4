import { setTimeout as delay } from 'node:timers/promises';

import { signHeaders } from './credentials.ts';
import type { Credentials } from './credentials.ts';
import { doesLag, toLag } from '../lag-settings.ts';
import type { LagSettings } from '../lag-settings.ts';
import { SessionError } from './errors.ts';
import type { LocalFolder } from './folder.ts';
import { joinServer } from './lease.ts';
import type { Lease } from './lease.ts';
import type { Settings } from './settings.ts';

const deadlineMs = 30_000;

/** How long a server that has the folder may take until it can be joined, before the next try. */
const joinPatienceMs = 500;

/**
 * Joins the running server or starts one. A server that is about to end refuses to be joined, and one
 * that lost the race to start says so; both times this tries again, so no command is left without.
 *
 * @throws {SessionError} when a server cannot start
 */
export async function acquireEndpoint(settings: Settings): Promise<Lease> {
  const { folder } = settings;
  const deadline = performance.now() + deadlineMs;
  let lease = await joinServer(folder);
  while (lease === undefined && performance.now() < deadline) {
    lease = (await startServer(settings)) ?? (await joinSoon(folder));
  }
  if (lease === undefined) {
    throw new SessionError(
      `The embedded AWS in ${folder.dir} is held by a process that does not answer: ` +
        `end that process (see ${folder.log}).`,
    );
  }
  return lease;
}

/**
 * Lets the server lag as a person wants it.
 *
 * @param wanted left out: as it does already
 * @returns how it lags from now on
 * @throws {SessionError} when the server does not take it
 */
async function agreeOnLag(
  { url, credentials }: Lease,
  wanted: LagSettings | undefined,
): Promise<LagSettings> {
  const lagUrl = `${url}/_local/lag`;
  const [method, body] = wanted === undefined ? ['GET', ''] : ['POST', JSON.stringify(wanted)];
  const headers = signHeaders(method, lagUrl, credentials, body);
  const answer = await fetch(lagUrl, { method, headers, ...(body !== '' && { body }) });
  if (!answer.ok) {
    throw new SessionError(
      `The embedded AWS at ${url} does not know LOCAL_AWS_LAG: it was started by another version.`,
    );
  }
  return toLag(await answer.json());
}

async function startServer(settings: Settings): Promise<Lease | undefined> {
  const { startServerProcess } = await import('./start-server.ts');
  const report = await startServerProcess(settings);
  if (report.kind === 'failed') {
    throw new SessionError(report.message);
  }
  return joinServer(settings.folder);
}

async function joinSoon(folder: LocalFolder): Promise<Lease | undefined> {
  const deadline = performance.now() + joinPatienceMs;
  let lease = await joinServer(folder);
  while (lease === undefined && performance.now() < deadline) {
    await delay(25);
    lease = await joinServer(folder);
  }
  return lease;
}

/** Keeps an endpoint for as long as a command runs, also when its server is killed meanwhile. */
export class Endpoint {
  readonly url: string;
  /** A server that takes the place of a killed one takes them as well. */
  readonly credentials: Credentials;
  /** How the server lags; undefined where it does not. */
  readonly lag: LagSettings | undefined;
  readonly #settings: Settings;
  #lease: Lease;
  #released = false;

  /** @throws {SessionError} when a server cannot start */
  static async open(settings: Settings): Promise<Endpoint> {
    const lease = await acquireEndpoint(settings);
    try {
      return new Endpoint(settings, lease, await agreeOnLag(lease, settings.lag));
    } catch (error) {
      lease.release();
      throw error;
    }
  }

  private constructor(settings: Settings, lease: Lease, lag: LagSettings) {
    this.lag = doesLag(lag) ? lag : undefined;
    this.#settings = settings;
    this.#lease = lease;
    this.url = lease.url;
    this.credentials = lease.credentials;
    this.#replaceWhenLost().catch((error: unknown) => {
      process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    });
  }

  release(): void {
    this.#released = true;
    this.#lease.release();
  }

  /** The command may have ended while the lease was on its way. */
  #adopt(lease: Lease): void {
    this.#lease = lease;
    if (this.#released) {
      lease.release();
    }
  }

  async #replaceWhenLost(): Promise<void> {
    await this.#lease.ended;
    while (!this.#released) {
      process.stderr.write('The embedded AWS ended unexpectedly; starting it again.\n');
      const lease = await acquireEndpoint(this.#settings);
      this.#adopt(lease);
      await agreeOnLag(lease, this.lag);
      await this.#lease.ended;
    }
  }
}
