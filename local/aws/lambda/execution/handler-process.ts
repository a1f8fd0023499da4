import { spawn, type ChildProcess } from 'node:child_process';
import { join, resolve } from 'node:path';
import { Readable, Writable } from 'node:stream';

import { nodeMajor } from './node-major.ts';
import { encodeFrame, frameKind, FrameReader, type Frame } from './frames.ts';
import { LogLines } from './log-lines.ts';

/** How an invocation ended, as its process saw it. */
export type Ending =
  | { readonly kind: 'result' | 'error'; readonly payload: Buffer }
  | { readonly kind: 'timeout'; readonly seconds: number }
  | { readonly kind: 'exit'; readonly code: number | null; readonly signal: string | null };

export interface Execution {
  readonly ending: Ending;
  readonly durationMs: number;
  /** Only of a process's first invocation: how long it took until the handler was loaded. */
  readonly initDurationMs?: number;
  /** Written while the handler was being loaded. */
  readonly initLog: readonly string[];
  readonly log: readonly string[];
  readonly memoryKb: number;
}

/** One event for a handler. */
export interface HandlerCall {
  readonly requestId: string;
  readonly invokedFunctionArn: string;
  readonly payload: Buffer;
  readonly timeoutMs: number;
  /** For `_X_AMZN_TRACE_ID`. */
  readonly traceId: string;
  /** What the caller sent as `X-Amz-Client-Context`: JSON. */
  readonly clientContext?: string;
}

interface Current {
  readonly call: HandlerCall;
  readonly settle: (execution: Execution) => void;
  readonly log: LogLines;
  startedAt: number;
}

const bootstrap = join(import.meta.dirname, 'bootstrap.ts');

/** Lambda gives a function ten seconds to load. */
const initLimitMs = 10_000;

/**
 * What starts a process: a function's `AWS_LAMBDA_EXEC_WRAPPER`, a script in its package, is given the
 * runtime's own command to run. On Lambda the package is at `/var/task`.
 */
function wrapped(
  command: readonly [string, ...string[]],
  options: {
    readonly taskRoot: string;
    readonly environment: Readonly<Record<string, string>>;
  },
): readonly [string, ...string[]] {
  const wrapper = options.environment.AWS_LAMBDA_EXEC_WRAPPER;
  if (wrapper === undefined || wrapper === '') {
    return command;
  }
  return [resolve(options.taskRoot, wrapper.replace(/^\/var\/task\//, '')), ...command];
}

/** What Node.js does by default of late, and Lambda's runtimes before nodejs24.x do not ("Experimental features"). */
const lateFeatures = ['experimental-require-module', 'experimental-detect-module'];

/** A function can ask for such a feature in its `NODE_OPTIONS`. */
function moduleFlags({
  AWS_EXECUTION_ENV = '',
  NODE_OPTIONS = '',
}: Readonly<Record<string, string>>): string[] {
  return nodeMajor(AWS_EXECUTION_ENV) < 24
    ? lateFeatures
        .filter((feature) => !NODE_OPTIONS.split(/\s+/).includes(`--${feature}`))
        .map((feature) => `--no-${feature}`)
    : [];
}

/** A process with a loaded handler. It takes one call at a time, and is of no use once it has ended. */
export class HandlerProcess {
  readonly #child: ChildProcess;
  readonly #toChild: Writable;
  readonly #spawnedAt = performance.now();
  readonly #initLog = new LogLines();
  readonly #ended = Promise.withResolvers<undefined>();
  readonly #loaded = Promise.withResolvers<boolean>();
  #current: Current | undefined;
  #timer: NodeJS.Timeout | undefined;
  #initDurationMs: number | undefined;
  #initReported = false;
  #memoryKb = 0;
  #usable = true;
  /** Called with what is written when no call is under way. */
  onStrayLog: (lines: readonly string[]) => void = () => undefined;

  constructor(options: {
    readonly taskRoot: string;
    readonly environment: Readonly<Record<string, string>>;
    readonly memoryMb: number;
    /** Where Node keeps compiled code, for faster starts. */
    readonly cacheDir: string;
  }) {
    const start = [
      process.execPath,
      ...moduleFlags(options.environment),
      `--max-old-space-size=${String(options.memoryMb)}`,
      bootstrap,
    ] as const;
    const [command, ...rest] = wrapped(start, options);
    this.#child = spawn(command, rest, {
      cwd: options.taskRoot,
      // A group of its own, which ends as a whole.
      detached: true,
      env: { ...options.environment, NODE_COMPILE_CACHE: options.cacheDir },
      stdio: ['ignore', 'pipe', 'pipe', 'pipe', 'pipe'],
    });
    this.#toChild = this.#listen();
    this.#timer = setTimeout(() => {
      this.#timeOut(initLimitMs);
    }, initLimitMs);
  }

  /** Whether another call may be given to it. */
  get usable(): boolean {
    return this.#usable;
  }

  /** Whether the handler could be loaded; never rejects. */
  get loaded(): Promise<boolean> {
    return this.#loaded.promise;
  }

  /** Resolves when the process is gone. */
  get ended(): Promise<undefined> {
    return this.#ended.promise;
  }

  /** Runs one call; never rejects. The call's time starts when the handler is loaded. */
  run(call: HandlerCall): Promise<Execution> {
    const { promise, resolve } = Promise.withResolvers<Execution>();
    this.#current = { call, settle: resolve, log: new LogLines(), startedAt: performance.now() };
    if (this.#initDurationMs !== undefined) {
      this.#start(this.#current);
    }
    return promise;
  }

  /** Ends it with all that it started, as Lambda ends an execution environment. */
  kill(): void {
    this.#usable = false;
    if (this.#child.exitCode === null && this.#child.signalCode === null) {
      this.#killGroup();
    }
  }

  #killGroup(): void {
    const { pid } = this.#child;
    try {
      if (pid !== undefined) {
        process.kill(-pid, 'SIGKILL');
      }
    } catch {
      // Nobody is left.
    }
  }

  #listen(): Writable {
    const [, stdout, stderr, toChild, fromChild] = this.#child.stdio;
    if (!(toChild instanceof Writable && fromChild instanceof Readable)) {
      throw new Error('A process was started without its pipes.');
    }
    const reader = new FrameReader();
    fromChild.on('data', (chunk: Buffer) => {
      for (const frame of reader.push(chunk)) {
        this.#onFrame(frame);
      }
    });
    // What a handler writes past the captured streams, or its own child processes.
    for (const stream of [stdout, stderr]) {
      stream?.on('data', (chunk: Buffer) => {
        this.#onLog(chunk.toString('utf8'));
      });
    }
    toChild.on('error', () => undefined);
    fromChild.on('error', () => undefined);
    this.#child.on('error', () => {
      this.#end(null, 'ENOENT');
    });
    this.#child.on('exit', (code, signal) => {
      this.#usable = false;
      this.#killGroup();
      this.#afterOutput(fromChild, () => {
        this.#end(code, signal);
      });
    });
    return toChild;
  }

  /** A process's last frames may still be on their way when its end is known. */
  #afterOutput(fromChild: Readable, done: () => void): void {
    if (fromChild.readableEnded || fromChild.destroyed) {
      done();
    } else {
      fromChild.once('close', done);
    }
  }

  #start(current: Current): void {
    const { call } = current;
    current.startedAt = performance.now();
    this.#timer = setTimeout(() => {
      this.#timeOut(call.timeoutMs);
    }, call.timeoutMs);
    const context = JSON.stringify({
      awsRequestId: call.requestId,
      invokedFunctionArn: call.invokedFunctionArn,
      deadlineMs: Date.now() + call.timeoutMs,
      traceId: call.traceId,
      clientContext: call.clientContext,
    });
    // One write: two would wake the process twice.
    const frames = [
      encodeFrame(frameKind.context, context),
      encodeFrame(frameKind.event, call.payload),
    ];
    this.#toChild.write(Buffer.concat(frames));
  }

  #onFrame({ kind, body }: Frame): void {
    switch (kind) {
      case frameKind.log:
        this.#onLog(body.toString('utf8'));
        break;
      case frameKind.memory:
        this.#memoryKb = Number(body.toString('latin1'));
        break;
      case frameKind.ready:
        this.#onReady();
        break;
      case frameKind.fatal:
        this.#usable = false;
        this.#loaded.resolve(false);
        this.#settle({ kind: 'error', payload: body });
        break;
      case frameKind.result:
        this.#settle({ kind: 'result', payload: body });
        break;
      default:
        this.#settle({ kind: 'error', payload: body });
    }
  }

  #onReady(): void {
    clearTimeout(this.#timer);
    this.#initDurationMs = performance.now() - this.#spawnedAt;
    this.#loaded.resolve(true);
    if (this.#current !== undefined) {
      this.#start(this.#current);
    }
  }

  #onLog(text: string): void {
    const line = text.endsWith('\n') ? text.slice(0, -1) : text;
    if (this.#initDurationMs === undefined) {
      this.#initLog.push(line);
    } else if (this.#current === undefined) {
      this.onStrayLog([line]);
    } else {
      this.#current.log.push(line);
    }
  }

  #timeOut(limitMs: number): void {
    this.kill();
    this.#loaded.resolve(false);
    this.#settle({ kind: 'timeout', seconds: limitMs / 1000 });
  }

  #end(code: number | null, signal: string | null): void {
    this.#usable = false;
    clearTimeout(this.#timer);
    this.#loaded.resolve(false);
    this.#settle({ kind: 'exit', code, signal });
    this.#ended.resolve(undefined);
  }

  #settle(ending: Ending): void {
    const current = this.#current;
    if (current === undefined) {
      return;
    }
    this.#current = undefined;
    clearTimeout(this.#timer);
    const first = !this.#initReported;
    this.#initReported = true;
    current.settle({
      ending,
      durationMs: performance.now() - current.startedAt,
      initLog: first ? this.#initLog.all() : [],
      log: current.log.all(),
      memoryKb: this.#memoryKb,
      ...(first && this.#initDurationMs !== undefined && { initDurationMs: this.#initDurationMs }),
    });
  }
}
