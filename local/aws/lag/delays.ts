import type { LagSettings } from '../../lag-settings.ts';
import type { Timings } from '../region.ts';
import { seededRandom } from './random.ts';
import type { ResourceKind } from './resources.ts';

/** Chooses every delay of a lag, and the host of every connection. */
export class Delays {
  readonly #settings: LagSettings;
  readonly #random: () => number;
  readonly #hosts = new WeakMap<object, number>();
  /** How long anything can still be seen that was replaced, in milliseconds. */
  readonly longestMs: number;

  constructor(settings: LagSettings & { readonly seed: number }) {
    const { alias, stage, permission, read } = settings;
    this.#settings = settings;
    this.#random = seededRandom(settings.seed);
    this.longestMs = Math.max(alias, stage, permission, read) * 1000;
  }

  /** What differs from a region that does not lag. */
  get timings(): Pick<Timings, 'roleMs' | 'idleMs'> {
    const { role, idle } = this.#settings;
    return {
      ...(role > 0 && { roleMs: role * 1000 }),
      ...(idle > 0 && { idleMs: idle * 1000 }),
    };
  }

  /** How long each host takes to learn of one write, in milliseconds. */
  ofWrite(kind: ResourceKind): number[] {
    const bound = this.#settings[kind];
    return Array.from({ length: this.#settings.hosts }, () => this.#random() * bound * 1000);
  }

  /** How old the next read of the control plane is, in milliseconds. */
  ofRead(): number {
    return this.#random() * this.#settings.read * 1000;
  }

  /** The index of the host that a connection is with: any one, and always the same. */
  hostOf(connection: object): number {
    const known = this.#hosts.get(connection);
    if (known !== undefined) {
      return known;
    }
    const host = Math.floor(this.#random() * this.#settings.hosts);
    this.#hosts.set(connection, host);
    return host;
  }
}
