import type { ServerResponse } from 'node:http';

import { send } from './http.ts';

/** The command that started the server may need a moment to ask for its lease. */
const firstLeaseMs = 5000;

/**
 * The commands that need the endpoint, each holding a response open. A command that is gone, however
 * it ended, has closed its connection.
 */
export class Leases {
  readonly #open = new Set<ServerResponse>();
  readonly #onIdle: () => void;
  readonly #instance: string;
  readonly #lingerMs: number;
  #timer: NodeJS.Timeout | undefined;
  #ended = false;

  /**
   * @param instance names this server to the client, which may have found another's port
   * @param lingerMs how long to wait for another lease after the last one is gone, in milliseconds
   * @param onIdle called once, when that time is over; no lease is granted from then on
   */
  constructor(instance: string, lingerMs: number, onIdle: () => void) {
    this.#instance = instance;
    this.#lingerMs = lingerMs;
    this.#onIdle = onIdle;
    this.#startTimer(Math.max(lingerMs, firstLeaseMs));
  }

  get count(): number {
    return this.#open.size;
  }

  /** Grants a lease until the client closes the connection, or answers 503 when the end has begun. */
  grant(response: ServerResponse): void {
    if (this.#ended) {
      send(response, 503, [], '');
      return;
    }
    clearTimeout(this.#timer);
    this.#open.add(response);
    response.on('close', () => {
      this.#open.delete(response);
      if (this.#open.size === 0 && !this.#ended) {
        this.#startTimer(this.#lingerMs);
      }
    });
    response.writeHead(200, { 'content-type': 'text/plain' });
    response.write(`granted by ${this.#instance}\n`);
  }

  /** Ends now unless a lease is held. @returns whether it ended */
  endIfUnused(): boolean {
    if (this.#open.size > 0) {
      return false;
    }
    this.#end();
    return true;
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#ended = true;
  }

  #startTimer(delayMs: number): void {
    this.#timer = setTimeout(() => {
      this.endIfUnused();
    }, delayMs);
  }

  #end(): void {
    if (!this.#ended) {
      this.stop();
      this.#onIdle();
    }
  }
}
