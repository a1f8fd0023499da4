// `npm run test:conformance [-- --endpoint URL]`: the tests of AWS's behaviour, against any endpoint.
// Without one they run against the embedded AWS.

import { parseArgs } from 'node:util';
import { formatSlowest, formatTotal } from './suite/report.ts';
import { runAva } from './suite/run-ava.ts';

const TESTS = ['tests/project/*-service/**/*.test.ts', 'tests/project/execute-api/**/*.test.ts'];
const WRONG_USAGE = 2;
const USAGE = 'Usage: npm run test:conformance [-- --endpoint URL]';

function readEndpoint(args: string[]): string | undefined {
  const { endpoint } = parseArgs({ args, options: { endpoint: { type: 'string' } } }).values;
  if (endpoint === undefined) return undefined;
  if (!/^https?:$/.test(new URL(endpoint).protocol)) throw new Error(`${endpoint}: not http(s)`);
  return endpoint;
}

async function run(endpoint: string | undefined): Promise<void> {
  process.stdout.write(`Against ${endpoint ?? 'the embedded AWS'}\n`);
  const env = endpoint === undefined ? {} : { CONFORMANCE_ENDPOINT: endpoint };
  const { passed, failed, skipped, files } = await runAva(TESTS, env);
  process.stdout.write(formatSlowest(files));
  if (skipped > 0) process.stdout.write(`${String(skipped)} skipped\n`);
  process.stdout.write(formatTotal(passed, failed));
  process.exitCode = failed === 0 ? 0 : 1;
}

async function main(args: string[]): Promise<void> {
  let endpoint: string | undefined;
  try {
    endpoint = readEndpoint(args);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    process.stderr.write(`${why}\n${USAGE}\n`);
    process.exitCode = WRONG_USAGE;
    return;
  }
  await run(endpoint);
}

await main(process.argv.slice(2));
