import { availableParallelism } from 'node:os';
import { join } from 'node:path';

import type { Credentials } from '../credentials.ts';
import { AwsError } from '../errors.ts';
import { randomHex } from '../random-hex.ts';
import { functionArn } from './arn.ts';
import { handlerEnvironment, type ExecutionTarget } from './execution/environment.ts';
import { HandlerProcess, type HandlerCall } from './execution/handler-process.ts';
import { closing, Pool, type Done, type Instance } from './execution/pool.ts';
import { keepCode, unpackCode } from './execution/unpack.ts';
import type { VersionState } from './state.ts';

/** What a call runs on. */
export interface RuntimeTarget extends Omit<
  ExecutionTarget,
  'version' | 'configuration' | 'initializationType'
> {
  /** Its identity matters: another object, as after an update, gets processes of its own. */
  readonly version: VersionState;
  /** How many processes are provisioned concurrency; another number gets processes of its own, too. */
  readonly provisioned: number;
  /** Reads the deployment package from the blob store. */
  readonly zip: () => Buffer;
  /** Takes what a process writes between two calls. */
  readonly onStrayLog: (logStream: string, lines: readonly string[]) => void;
}

const ready = Math.max(2, availableParallelism() * 2);
const processes = { ready, most: Math.max(64, ready), patienceMs: 500 } as const;

/** Of all that this project runs on this machine; a server that has none keeps one of its own. */
const { NODE_COMPILE_CACHE: sharedCache } = process.env;

interface Entry {
  readonly version: VersionState;
  readonly provisioned: number;
  readonly pool: Pool;
}

const idleLimitMs = 60_000;

/**
 * Runs handlers in their own processes, kept warm per version. One per server.
 *
 * AWS starts an environment for every concurrent call. Here a version gets twice as many processes as
 * the machine has cores, and further calls wait for one of them; after half a second of waiting more
 * are started, up to 64.
 */
export class LambdaRuntime {
  readonly #dir: string;
  readonly #credentials: Credentials;
  readonly #pools = new Map<string, Entry>();
  /** Pools of versions that were replaced or deleted, while calls still run on them. */
  readonly #retired = new Set<Pool>();
  readonly #inFlight = new Map<string, number>();
  readonly #reaper: NodeJS.Timeout;
  #closed = false;

  /**
   * @param options.dir where unpacked code is kept; it may be deleted while no server runs.
   * @param options.credentials gives each process those of its function's role.
   */
  constructor(options: { readonly dir: string; readonly credentials: Credentials }) {
    this.#dir = options.dir;
    this.#credentials = options.credentials;
    this.#reaper = setInterval(() => {
      this.#reap();
    }, idleLimitMs / 4).unref();
  }

  /** Forgets the unpacked code of all other deployment packages; for a server that has not begun to run any. */
  keepOnly(shas: ReadonlySet<string>): void {
    keepCode(this.#codeDir, shas);
  }

  /** Calls that have not ended yet: of a function over all its versions, or by its ARN of one. */
  inFlight(arn: string): number {
    return this.#inFlight.get(arn) ?? 0;
  }

  /**
   * Starts the processes of provisioned concurrency, as many as the machine has use for.
   *
   * @returns whether the code could be loaded; `undefined` where that was not found out.
   */
  async provision(target: RuntimeTarget): Promise<boolean | undefined> {
    if (this.#closed) {
      return undefined;
    }
    const key = functionArn(target, target.functionName, target.version.version);
    try {
      return await this.#poolOf(target, key).prepare(Math.min(target.provisioned, processes.ready));
    } catch {
      return false;
    }
  }

  /**
   * Runs one call on a version.
   *
   * @throws {InvalidZipFileException} (502) when its code cannot be unpacked; ServiceException (500)
   *   when the server is closing.
   */
  async run(target: RuntimeTarget, call: HandlerCall): Promise<Done> {
    if (this.#closed) {
      throw closing();
    }
    const fnArn = functionArn(target, target.functionName);
    const versionArn = `${fnArn}:${target.version.version}`;
    this.#count(fnArn, 1);
    this.#count(versionArn, 1);
    try {
      return await this.#poolOf(target, versionArn).run(call);
    } finally {
      this.#count(fnArn, -1);
      this.#count(versionArn, -1);
    }
  }

  #count(arn: string, change: 1 | -1): void {
    const left = this.inFlight(arn) + change;
    if (left > 0) {
      this.#inFlight.set(arn, left);
    } else {
      this.#inFlight.delete(arn);
    }
  }

  /** Ends the processes of a version that was deleted; calls under way still end by themselves. */
  evict(functionArnWithVersion: string): void {
    const entry = this.#pools.get(functionArnWithVersion);
    if (entry === undefined) {
      return;
    }
    this.#pools.delete(functionArnWithVersion);
    this.#retired.add(entry.pool);
    entry.pool.retire();
  }

  /** Ends every process and waits until they are gone. */
  async close(): Promise<void> {
    this.#closed = true;
    clearInterval(this.#reaper);
    const pools = [...[...this.#pools.values()].map(({ pool }) => pool), ...this.#retired];
    await Promise.all(pools.map((pool) => pool.close()));
  }

  #poolOf(target: RuntimeTarget, key: string): Pool {
    const entry = this.#pools.get(key);
    const { version, provisioned } = target;
    if (entry?.version === version && entry.provisioned === provisioned) {
      return entry.pool;
    }
    this.evict(key);
    const limits = { ...processes, provisioned };
    const pool = new Pool((isProvisioned) => this.#start(target, isProvisioned), limits);
    this.#pools.set(key, { version, provisioned, pool });
    return pool;
  }

  #start(target: RuntimeTarget, provisioned: boolean): Instance {
    const { version, code, configuration } = target.version;
    const taskRoot = this.#unpack(code.sha, target.zip);
    const logStream = newLogStream(version);
    const initializationType = provisioned ? 'provisioned-concurrency' : 'on-demand';
    const process = new HandlerProcess({
      taskRoot,
      environment: handlerEnvironment(
        { ...target, version, configuration, initializationType },
        taskRoot,
        logStream,
        this.#credentials.issue(target.account, {
          roleArn: configuration.role,
          name: sessionName(target.functionName),
        }),
      ),
      memoryMb: configuration.memorySize,
      cacheDir: sharedCache ?? join(this.#dir, 'compile-cache'),
    });
    process.onStrayLog = (lines) => {
      target.onStrayLog(logStream, lines);
    };
    return { process, logStream };
  }

  get #codeDir(): string {
    return join(this.#dir, 'code');
  }

  #unpack(sha: string, zip: () => Buffer): string {
    try {
      return unpackCode(this.#codeDir, sha, zip);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      const message = `Lambda could not unzip the deployment package: ${reason}`;
      throw new AwsError('InvalidZipFileException', 502, message);
    }
  }

  #reap(): void {
    const idleSince = performance.now() - idleLimitMs;
    for (const { pool } of this.#pools.values()) {
      pool.reap(idleSince);
    }
    for (const pool of this.#retired) {
      if (pool.size === 0) {
        this.#retired.delete(pool);
      }
    }
  }
}

/** `2026/11/23/[7]` and 32 hexadecimal digits, one for each process. */
function newLogStream(version: string): string {
  const date = new Date().toISOString().slice(0, 10).replaceAll('-', '/');
  return `${date}/[${version}]${randomHex(32)}`;
}

/** The name of the session in which a function has its role: of two characters at least. */
function sessionName(functionName: string): string {
  return functionName.length > 1 ? functionName : `${functionName}@lambda_function`;
}
