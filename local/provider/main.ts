import { flushCompileCache } from 'node:module';
import { parseEndpoint } from './endpoint.ts';

const parentCheckMs = 1000;
const parentPid = process.ppid;

// The gRPC packages are loaded only when there is something to serve: a refusal is quick.
async function main(): Promise<void> {
  const endpoint = parseEndpoint(process.env.LOCAL_AWS_ENDPOINT);
  const { startServer } = await import('./server.ts');
  const [engine] = process.argv.slice(2);
  const { port } = await startServer({
    endpoint,
    environment: process.env,
    ...(engine !== undefined && { engine }),
  });
  process.stdout.write(`${String(port)}\n`);
  exitWithParent();
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

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
