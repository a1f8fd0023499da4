import { AwsError } from '../../errors.ts';
import type { Execution, HandlerCall, HandlerProcess } from './handler-process.ts';

/** A process and the name of the log stream that its output goes to. */
export interface Instance {
  readonly process: HandlerProcess;
  readonly logStream: string;
}

export interface PoolLimits {
  /** Of the processes, so many are provisioned concurrency; the others are started on demand. */
  readonly provisioned: number;
  /** Processes that are started as soon as calls need them. */
  readonly ready: number;
  /** Processes that exist at most; more than `ready` only after calls have waited for `patienceMs`. */
  readonly most: number;
  readonly patienceMs: number;
}

interface Waiting {
  readonly call: HandlerCall;
  readonly resolve: (done: Done) => void;
  readonly reject: (reason: unknown) => void;
}

/** What a call came to, and where its output belongs. */
export interface Done {
  readonly execution: Execution;
  readonly logStream: string;
}

/** ServiceException (500): what a call is answered while the server ends. */
export function closing(): AwsError {
  return new AwsError('ServiceException', 500, 'The embedded AWS is closing.');
}

/** The processes of one version. Calls beyond their number wait, first come first served. */
export class Pool {
  readonly #start: (provisioned: boolean) => Instance;
  readonly #limits: PoolLimits;
  readonly #all = new Set<HandlerProcess>();
  readonly #provisioned = new Set<HandlerProcess>();
  /** The one used last is used first, so that the others fall idle. */
  readonly #idle: { readonly instance: Instance; readonly since: number }[] = [];
  readonly #waiting: Waiting[] = [];
  #patience: NodeJS.Timeout | undefined;
  #retired = false;

  constructor(start: (provisioned: boolean) => Instance, limits: PoolLimits) {
    this.#start = start;
    this.#limits = limits;
  }

  /** Processes that exist now. */
  get size(): number {
    return this.#all.size;
  }

  /** Runs a call in a warm process, or a new one; rejects only when no process can be started. */
  run(call: HandlerCall): Promise<Done> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ call, resolve, reject });
      this.#serve(this.#limits.ready);
    });
  }

  /**
   * Starts processes before calls need them.
   *
   * @returns whether all could load the handler; `undefined` where the pool was retired meanwhile.
   */
  async prepare(count: number): Promise<boolean | undefined> {
    const instances = Array.from({ length: count }, () => this.#startOne());
    const loaded = await Promise.all(instances.map(({ process }) => process.loaded));
    if (this.#retired) {
      return undefined;
    }
    for (const instance of instances.filter(({ process }) => process.usable)) {
      this.#release(instance);
    }
    return loaded.every(Boolean);
  }

  /** Ends processes that nothing has needed since the given time (`performance.now()`). */
  reap(idleSince: number): void {
    const kept = this.#idle.filter(({ since }) => since >= idleSince);
    for (const { instance, since } of this.#idle) {
      if (since < idleSince) {
        instance.process.kill();
      }
    }
    this.#idle.splice(0, this.#idle.length, ...kept);
  }

  /** Takes no more calls: idle processes end now, the others after their call. */
  retire(): void {
    this.#retired = true;
    for (const { instance } of this.#idle.splice(0)) {
      instance.process.kill();
    }
  }

  /** Ends every process now and waits until they are gone. */
  async close(): Promise<void> {
    for (const { reject } of this.#waiting.splice(0)) {
      reject(closing());
    }
    this.retire();
    clearTimeout(this.#patience);
    const processes = [...this.#all];
    for (const process of processes) {
      process.kill();
    }
    await Promise.all(processes.map((process) => process.ended));
  }

  #serve(limit: number): void {
    while (this.#waiting.length > 0) {
      const idle = this.#takeIdle();
      if (idle === undefined && this.#all.size >= limit) {
        break;
      }
      const waiting = this.#waiting.shift();
      if (waiting !== undefined) {
        this.#dispatch(waiting, idle);
      }
    }
    this.#watchQueue();
  }

  #dispatch(waiting: Waiting, idle: Instance | undefined): void {
    try {
      void this.#runOn(idle ?? this.#startOne(), waiting);
    } catch (error) {
      waiting.reject(error);
    }
  }

  /** Provisioned ones first. */
  #takeIdle(): Instance | undefined {
    const usable = this.#idle.filter(({ instance }) => instance.process.usable);
    const isProvisioned = ({ instance }: (typeof usable)[number]) =>
      this.#provisioned.has(instance.process);
    const taken = usable.findLast(isProvisioned) ?? usable.at(-1);
    this.#idle.splice(0, this.#idle.length, ...usable.filter((idle) => idle !== taken));
    return taken?.instance;
  }

  #startOne(): Instance {
    const provisioned = this.#provisioned.size < this.#limits.provisioned;
    const instance = this.#start(provisioned);
    this.#all.add(instance.process);
    if (provisioned) {
      this.#provisioned.add(instance.process);
    }
    void instance.process.ended.then(() => {
      this.#forget(instance.process);
    });
    return instance;
  }

  async #runOn(instance: Instance, { call, resolve }: Waiting): Promise<void> {
    const execution = await instance.process.run(call);
    this.#release(instance);
    resolve({ execution, logStream: instance.logStream });
  }

  #release(instance: Instance): void {
    if (!instance.process.usable) {
      this.#forget(instance.process);
    } else if (this.#retired && this.#waiting.length === 0) {
      instance.process.kill();
    } else {
      this.#idle.push({ instance, since: performance.now() });
    }
    if (this.#waiting.length > 0) {
      this.#serve(this.#limits.ready);
    }
  }

  #forget(process: HandlerProcess): void {
    this.#all.delete(process);
    this.#provisioned.delete(process);
  }

  /** Calls that wait for other calls (a handler that invokes itself) would else wait for ever. */
  #watchQueue(): void {
    if (this.#waiting.length === 0) {
      clearTimeout(this.#patience);
      this.#patience = undefined;
      return;
    }
    this.#patience ??= setTimeout(() => {
      this.#patience = undefined;
      this.#serve(Math.min(this.#all.size + 1, this.#limits.most));
    }, this.#limits.patienceMs);
  }
}
