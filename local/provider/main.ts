import { once } from 'node:events';
import { flushCompileCache } from 'node:module';
import { connect } from 'node:net';
import { finished } from 'node:stream/promises';
import { setTimeout } from 'node:timers/promises';
import { parseEndpoint } from './endpoint.ts';

const parentCheckMs = 1000;
const parentPid = process.ppid;

// The gRPC packages are loaded only when there is something to serve: a refusal is quick.
async function main(): Promise<void> {
  const endpoint = parseEndpoint(process.env.LOCAL_AWS_ENDPOINT);
  const { startServer } = await import('./server.ts');
  const [engine] = process.argv.slice(2);
  const { port, engines } = await startServer({
    endpoint,
    environment: process.env,
    ...(engine !== undefined && { engine }),
  });
  process.stdout.write(`${String(port)}\n`);
  if (engine === undefined) {
    void exitAfterEngines(engines);
  } else {
    exitWithParent();
  }
  // While the CLI is still starting the program: what the first resource will need.
  const { preload } = await import('./registry.ts');
  await preload();
  flushCompileCache();
}

// The CLI ends its providers; only one that was killed cannot.
function exitWithParent(): void {
  setInterval(() => {
    if (process.ppid !== parentPid) {
      process.exit(0);
    }
  }, parentCheckMs);
}

// Started for a command whose engines attach. An engine outlives a command that is killed, and ends what it began.
async function exitAfterEngines(engines: ReadonlySet<string>): Promise<void> {
  await finished(process.stdin.resume());
  for (const address of engines) {
    while (await listens(address)) {
      await setTimeout(parentCheckMs);
    }
  }
  process.exit(0);
}

async function listens(address: string): Promise<boolean> {
  const { hostname, port } = new URL(`http://${address}`);
  const socket = connect(Number(port), hostname);
  try {
    await once(socket, 'connect');
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
