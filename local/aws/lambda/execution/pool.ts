import { AwsError } from '../../errors.ts';
import type { Execution, HandlerCall, HandlerProcess } from './handler-process.ts';

/** A process and the name of the log stream that its output goes to. */
export interface Instance {
  readonly process: HandlerProcess;
  readonly logStream: string;
}

export interface PoolLimits {
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
  readonly #start: () => Instance;
  readonly #limits: PoolLimits;
  readonly #all = new Set<HandlerProcess>();
  /** The one used last is used first, so that the others fall idle. */
  readonly #idle: { readonly instance: Instance; readonly since: number }[] = [];
  readonly #waiting: Waiting[] = [];
  #patience: NodeJS.Timeout | undefined;
  #retired = false;

  constructor(start: () => Instance, limits: PoolLimits) {
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

  #takeIdle(): Instance | undefined {
    for (let last = this.#idle.pop(); last !== undefined; last = this.#idle.pop()) {
      if (last.instance.process.usable) {
        return last.instance;
      }
    }
    return undefined;
  }

  #startOne(): Instance {
    const instance = this.#start();
    this.#all.add(instance.process);
    void instance.process.ended.then(() => this.#all.delete(instance.process));
    return instance;
  }

  async #runOn(instance: Instance, { call, resolve }: Waiting): Promise<void> {
    const execution = await instance.process.run(call);
    this.#release(instance);
    resolve({ execution, logStream: instance.logStream });
  }

  #release(instance: Instance): void {
    if (!instance.process.usable) {
      this.#all.delete(instance.process);
    } else if (this.#retired && this.#waiting.length === 0) {
      instance.process.kill();
    } else {
      this.#idle.push({ instance, since: performance.now() });
    }
    if (this.#waiting.length > 0) {
      this.#serve(this.#limits.ready);
    }
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
