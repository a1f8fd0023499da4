// The embedded AWS as a process of its own, which ends when nobody needs it any more. Started by
// local/session/start-server.ts; what it has to say to its starter goes to the file descriptor 3.

import { closeSync, mkdirSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { parseArgs } from 'node:util';

import { writeAtomically } from './atomic-write.ts';
import { LockedError } from '../folder-lock.ts';
import { candidatePorts } from './ports.ts';
import { startServer } from './server.ts';
import type { EmbeddedAws } from './server.ts';
import { readOrMakeCredentials, writeCredentials } from './session-credentials.ts';
import type { SessionCredentials } from './session-credentials.ts';
import { logServerError } from './server-log.ts';
import { StateError } from './store.ts';

/** What the starter learns, one JSON object. */
type Report =
  | { readonly kind: 'ready'; readonly url: string }
  | { readonly kind: 'locked' }
  | { readonly kind: 'failed'; readonly message: string };

interface Options {
  /** Where the state is kept. */
  readonly dir: string;
  /** Tells other commands where this server is: `{ url, pid, instance }`. */
  readonly endpointFile: string;
  /** Tells other commands what to sign with: `{ accessKeyId, secretAccessKey }`. */
  readonly credentialsFile: string;
  /** Keeps the port from one start to the next. */
  readonly portFile: string;
  /** Overrides the kept port. */
  readonly port: number | undefined;
  readonly lingerMs: number;
}

/** The port is another program's; the message is for the person at the terminal. */
class PortTakenError extends Error {
  constructor(port: number) {
    super(
      `Port ${String(port)}, which the embedded AWS uses here, is taken by another program: ` +
        'stop that program, or choose another port with the environment variable LOCAL_AWS_PORT.',
    );
    this.name = 'PortTakenError';
  }
}

function readOptions(args: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...args],
    options: {
      dir: { type: 'string', default: '' },
      'endpoint-file': { type: 'string', default: '' },
      'credentials-file': { type: 'string', default: '' },
      'port-file': { type: 'string', default: '' },
      port: { type: 'string' },
      'linger-ms': { type: 'string', default: '5000' },
    },
  });
  return {
    dir: values.dir,
    endpointFile: values['endpoint-file'],
    credentialsFile: values['credentials-file'],
    portFile: values['port-file'],
    port: values.port === undefined ? undefined : Number(values.port),
    lingerMs: Number(values['linger-ms']),
  };
}

async function start(
  options: Options,
  { accessKeyId, secretAccessKey }: SessionCredentials,
  onIdle: () => void,
): Promise<EmbeddedAws> {
  mkdirSync(options.dir, { recursive: true });
  const kept = options.port ?? readPort(options.portFile);
  const credentials = (key: string): string | undefined =>
    key === accessKeyId ? secretAccessKey : undefined;
  const candidates = kept === undefined ? candidatePorts() : [kept];
  for (const port of candidates) {
    const leases = { lingerMs: options.lingerMs, onIdle };
    const aws = await startServer({ dir: options.dir, credentials, port, leases }).catch(
      unlessPortTaken,
    );
    if (aws !== undefined) {
      if (kept === undefined) {
        await writeAtomically(options.portFile, `${String(port)}\n`);
      }
      return aws;
    }
  }
  throw new PortTakenError(candidates[0] ?? 0);
}

function unlessPortTaken(error: unknown): undefined {
  if (!(error instanceof Error && 'code' in error && error.code === 'EADDRINUSE')) {
    throw error;
  }
}

function readPort(file: string): number | undefined {
  try {
    const port = Number(readFileSync(file, 'utf8'));
    return Number.isInteger(port) && port > 0 && port < 65_536 ? port : undefined;
  } catch {
    return undefined;
  }
}

function report(value: Report): void {
  try {
    writeSync(3, JSON.stringify(value));
    closeSync(3);
  } catch (error) {
    logServerError('report to the starter', error);
  }
}

function describeFailure(error: unknown): Report {
  if (error instanceof LockedError) {
    return { kind: 'locked' };
  }
  if (error instanceof StateError || error instanceof PortTakenError) {
    return { kind: 'failed', message: error.message };
  }
  logServerError('start', error);
  return { kind: 'failed', message: `The embedded AWS could not start: ${String(error)}` };
}

async function main(): Promise<void> {
  const options = readOptions(process.argv.slice(2));
  const end = Promise.withResolvers<'idle' | 'interrupted'>();
  const interrupt = (): void => {
    end.resolve('interrupted');
  };
  process.on('SIGTERM', interrupt).on('SIGINT', interrupt);
  const credentials = readOrMakeCredentials(options.credentialsFile);
  const aws = await start(options, credentials, () => {
    end.resolve('idle');
  });
  const { url, instance } = aws;
  await writeCredentials(options.credentialsFile, credentials);
  await writeAtomically(options.endpointFile, JSON.stringify({ url, pid: process.pid, instance }));
  report({ kind: 'ready', url });
  const reason = await end.promise;
  rmSync(options.endpointFile, { force: true });
  if (reason === 'idle') {
    rmSync(options.credentialsFile, { force: true });
  }
  await aws.close();
}

process.on('unhandledRejection', (error) => {
  logServerError('unhandled rejection', error);
});
process.on('uncaughtException', (error) => {
  logServerError('uncaught exception', error);
});

try {
  await main();
} catch (error) {
  report(describeFailure(error));
}
// A function's process that does not end must not keep this one alive.
process.exit();
