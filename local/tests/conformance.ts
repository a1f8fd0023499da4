// `npm run test:conformance [-- --endpoint URL]`: the tests of AWS's behaviour, against any endpoint.
// Without one they run against the embedded AWS.

import { parseArgs } from 'node:util';
import { packageRoot } from './suite/package-root.ts';
import { formatSummary } from './suite/report.ts';
import { runAva } from './suite/run-ava.ts';

const tests = [
  'tests/aws/{apigateway,cloudwatch,execute-api,iam,lambda,logs,sts}/**/*.test.ts',
  'tests/behaviour/{live-stage,snapshots,template-values}.test.ts',
];
const wrongUsage = 2;
const usage = 'Usage: npm run test:conformance [-- --endpoint URL]';

function readEndpoint(args: string[]): string | undefined {
  const { endpoint } = parseArgs({ args, options: { endpoint: { type: 'string' } } }).values;
  if (endpoint === undefined) {
    return undefined;
  }
  if (!/^https?:$/.test(new URL(endpoint).protocol)) {
    throw new Error(`${endpoint}: not http(s)`);
  }
  return endpoint;
}

async function run(endpoint: string | undefined): Promise<void> {
  process.stdout.write(`Against ${endpoint ?? 'the embedded AWS'}\n`);
  const env = endpoint === undefined ? {} : { CONFORMANCE_ENDPOINT: endpoint };
  const summary = await runAva(tests, packageRoot, env);
  process.stdout.write(formatSummary(summary));
  process.exitCode = summary.failed === 0 ? 0 : 1;
}

async function main(args: string[]): Promise<void> {
  let endpoint: string | undefined;
  try {
    endpoint = readEndpoint(args);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    process.stderr.write(`${why}\n${usage}\n`);
    process.exitCode = wrongUsage;
    return;
  }
  await run(endpoint);
}

await main(process.argv.slice(2));
