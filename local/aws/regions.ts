import { join } from 'node:path';

import { Activity } from './activity/activity.ts';
import { BlobStore } from './blobs.ts';
import { MetricStore } from './cloudwatch/metrics.ts';
import type { Credentials } from './credentials.ts';
import { TableStore } from './dynamodb/table-store.ts';
import { LambdaRuntime } from './lambda/runtime.ts';
import { present } from './lag/view.ts';
import { LogStore } from './logs/store.ts';
import type { Region, Timings } from './region.ts';
import { HealthChecks } from './route53/health.ts';
import { StateStore } from './store.ts';
import { usedBlobs } from './used-blobs.ts';

interface RegionsOptions {
  readonly dir: string;
  readonly timings: Timings;
  readonly now: () => number;
  readonly credentials: Credentials;
}

/** Every account and region of one embedded AWS, each created on first use. */
export class Regions {
  readonly #options: RegionsOptions;
  readonly #store: StateStore;
  readonly #blobs: BlobStore;
  readonly #runtime: LambdaRuntime;
  readonly #regions = new Map<string, Region>();
  /** Of all accounts and regions. */
  readonly activity = new Activity();
  readonly #health = new HealthChecks();
  #endpoint = '';

  /** @throws {StateError} when state on disk cannot be used */
  constructor(options: RegionsOptions) {
    this.#options = options;
    this.#store = new StateStore(options.dir);
    this.#blobs = new BlobStore(join(options.dir, 'blobs'));
    this.#runtime = new LambdaRuntime({
      dir: join(options.dir, 'runtime'),
      credentials: options.credentials,
    });
    this.#forgetUnused();
  }

  /** Of code and objects that were replaced or deleted, or never told of: its server was killed. */
  #forgetUnused(): void {
    const states = this.#store
      .regions()
      .map(({ account, region }) => this.#store.state(account, region));
    const used = new Set(states.flatMap(usedBlobs));
    this.#blobs.keepOnly(used);
    this.#runtime.keepOnly(used);
  }

  /** Opens the regions that have state, once the server's URL is known. */
  open(endpoint: string): void {
    this.#endpoint = endpoint;
    for (const { account, region } of this.#store.regions()) {
      this.get(account, region);
    }
  }

  get(account: string, region: string): Region {
    const name = `${account}-${region}`;
    const known = this.#regions.get(name);
    if (known !== undefined) {
      return known;
    }
    const created = this.#create(account, region);
    this.#regions.set(name, created);
    return created;
  }

  /** The region that has a REST API; ids are unique over all of them. */
  ofRestApi(apiId: string): Region | undefined {
    return this.all().find((region) => region.state.apigateway.restApis[apiId] !== undefined);
  }

  /** The regions that have a domain; of several, records tell which one answers. */
  ofDomain(name: string): Region[] {
    return this.all().filter((region) => region.state.apigateway.domainNames[name] !== undefined);
  }

  all(): Region[] {
    return [...this.#regions.values()];
  }

  /** Ends the functions' processes, then writes what is not on disk yet. */
  async close(): Promise<void> {
    await this.#runtime.close();
    for (const region of this.all()) {
      await region.save();
      await region.logs.close();
      await region.metrics.close();
      await region.tables.close();
    }
  }

  #create(account: string, region: string): Region {
    const dir = join(this.#options.dir, `${account}-${region}`);
    return {
      account,
      region,
      sibling: (name) => this.get(account, name),
      endpoint: this.#endpoint,
      state: this.#store.state(account, region),
      blobs: this.#blobs,
      logs: new LogStore(join(dir, 'logs')),
      metrics: new MetricStore(join(dir, 'metrics')),
      tables: new TableStore(join(dir, 'dynamodb'), account, region),
      runtime: this.#runtime,
      credentials: this.#options.credentials,
      activity: this.activity,
      health: this.#health,
      dataPlane: present,
      controlPlane: present,
      timings: this.#options.timings,
      everywhere: () => this.all(),
      now: this.#options.now,
      save: () => this.#store.save(account, region),
    };
  }
}
