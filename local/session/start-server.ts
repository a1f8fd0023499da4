import { spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Readable } from 'node:stream';

import type { Settings } from './settings.ts';

/** What came of starting a server. */
export type StartReport =
  | { readonly kind: 'ready' }
  /** Another process has the state folder: a server that won a race, one that is ending, or a reset. */
  | { readonly kind: 'locked' }
  | { readonly kind: 'failed'; readonly message: string };

/** Starts a server that outlives this process, and resolves when it listens or has given up. */
export async function startServerProcess(settings: Settings): Promise<StartReport> {
  const { folder } = settings;
  mkdirSync(folder.dir, { recursive: true });
  const log = openLog(folder.log);
  const child = spawn(process.execPath, serverArguments(settings), {
    detached: true,
    stdio: ['ignore', log, log, 'pipe'],
    cwd: folder.root,
    env: serverEnvironment(process.env, folder.dir),
  });
  closeSync(log);
  child.unref();
  const failed = new Promise<string>((resolve) => {
    child.once('error', (error) => {
      resolve(
        JSON.stringify({ kind: 'failed', message: `Cannot start Node.js: ${error.message}` }),
      );
    });
  });
  const pipe = child.stdio[3];
  const text = await Promise.race([failed, readAll(isReadable(pipe) ? pipe : undefined)]);
  return parseReport(text, folder.log);
}

function serverArguments({ folder, port, lingerMs }: Settings): string[] {
  return [
    join(folder.root, 'local', 'aws', 'main.ts'),
    ...['--dir', folder.state],
    ...['--endpoint-file', folder.endpointFile],
    ...['--credentials-file', folder.credentialsFile],
    ...['--port-file', folder.portFile],
    ...['--linger-ms', String(lingerMs)],
    ...(port === undefined ? [] : ['--port', String(port)]),
  ];
}

/** Without what belongs to the one command that happens to start the server. */
function serverEnvironment(env: NodeJS.ProcessEnv, dir: string): NodeJS.ProcessEnv {
  const kept = Object.entries(env).filter(([name]) => !/^(AWS_|PULUMI_|NODE_OPTIONS$)/.test(name));
  return {
    NODE_COMPILE_CACHE: join(dir, 'node-compile-cache'),
    ...Object.fromEntries(kept),
  };
}

const maxLogBytes = 5_000_000;

/** Appends to the server's log, or begins it anew when it has grown large. */
function openLog(file: string): number {
  const size = statSync(file, { throwIfNoEntry: false })?.size ?? 0;
  return openSync(file, size > maxLogBytes ? 'w' : 'a');
}

function isReadable(stream: unknown): stream is Readable {
  return typeof stream === 'object' && stream !== null && 'read' in stream;
}

async function readAll(stream: Readable | undefined): Promise<string> {
  let text = '';
  for await (const chunk of stream ?? []) {
    text += String(chunk);
  }
  return text;
}

function parseReport(text: string, log: string): StartReport {
  const unclear = {
    kind: 'failed',
    message: `The embedded AWS ended while starting: see ${log}.`,
  } as const;
  if (text === '') {
    return unclear;
  }
  const value: unknown = JSON.parse(text);
  if (typeof value !== 'object' || value === null || !('kind' in value)) {
    return unclear;
  }
  if (value.kind === 'ready' || value.kind === 'locked') {
    return { kind: value.kind };
  }
  return 'message' in value ? { kind: 'failed', message: String(value.message) } : unclear;
}
