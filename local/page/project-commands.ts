import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { constants } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';

/** What the page can have the project do. */
export const commandNames = ['release', 'rollback'] as const;
export type CommandName = (typeof commandNames)[number];

export interface CommandState {
  /** As one types it. */
  readonly text: string;
  /** Undefined while it runs. */
  readonly exit: number | undefined;
}

interface Watcher {
  readonly onState: () => void;
  readonly onLine: (line: string) => void;
}

const keptLines = 1000;

/**
 * The commands of the project around this package, which runs them as a person does: as processes, in the project's
 * root. One at a time; the project's own lock keeps out those that somebody starts elsewhere.
 */
export class ProjectCommands {
  readonly #root: string;
  readonly #watcher: Watcher;
  #child: ChildProcess | undefined;
  #ended: Promise<void> = Promise.resolve();
  #state: CommandState | undefined;
  #lines: readonly string[] = [];

  /** @param root of the project */
  constructor(root: string, watcher: Watcher) {
    this.#root = root;
    this.#watcher = watcher;
  }

  /** Whether there is a project that has them. */
  get areThere(): boolean {
    return existsSync(join(this.#root, ...runner));
  }

  /** Of the last one; undefined before the first. */
  get state(): CommandState | undefined {
    return this.#state;
  }

  get lines(): readonly string[] {
    return this.#lines;
  }

  get isRunning(): boolean {
    return this.#child !== undefined;
  }

  /** Starts one, unless one runs. */
  start(name: CommandName, stack: string): void {
    if (this.isRunning || !this.areThere) {
      return;
    }
    const args = [name, ...(stack === 'local' ? [] : ['--stack', stack])];
    const text = `npm run ${[name, ...(args.length > 1 ? ['--', ...args.slice(1)] : [])].join(' ')}`;
    const [launcher, cli] = [join(this.#root, ...runner), join('runner', 'cli.ts')];
    const child = spawn(process.execPath, [launcher, cli, ...args], {
      cwd: this.#root,
      env: { ...process.env, NO_COLOR: '1', FORCE_COLOR: undefined },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.#child = child;
    this.#lines = [];
    this.#state = { text, exit: undefined };
    const printed = [child.stdout, child.stderr].map((stream) => this.#read(stream));
    this.#ended = exitOf(child).then(async (exit) => {
      await Promise.all(printed);
      this.#child = undefined;
      this.#state = { text, exit };
      this.#watcher.onState();
    });
    this.#watcher.onState();
  }

  /** Tells the one that runs to stop, as Ctrl-C does: it puts back what it moved. */
  stop(): void {
    this.#child?.kill('SIGTERM');
  }

  /** Stops it, and waits until it has ended. */
  async close(): Promise<void> {
    this.stop();
    await this.#ended;
  }

  async #read(stream: Readable): Promise<void> {
    for await (const line of createInterface({ input: stream, crlfDelay: Infinity })) {
      this.#lines = [...this.#lines, line].slice(-keptLines);
      this.#watcher.onLine(line);
    }
  }
}

const runner = ['runner', 'start.mjs'];

function exitOf(child: ChildProcess): Promise<number> {
  return new Promise((resolve) => {
    child.once('error', () => {
      resolve(127);
    });
    child.once('close', (code, signal) => {
      resolve(code ?? 128 + (signal === null ? 0 : constants.signals[signal]));
    });
  });
}
