// `npm run test:conformance [-- --endpoint URL]`: the tests of AWS's behaviour, against any endpoint.
// Without one they run against the embedded AWS, each test on a server of its own; against another, what
// needs a server in the test's process is skipped, and the account is what the endpoint says it is.

import { parseArgs } from 'node:util';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { outsideCredentials } from './_helpers/account.ts';
import { packageRoot } from './suite/package-root.ts';
import { formatCounted } from './suite/report.ts';
import { runAva } from './suite/run-ava.ts';
import type { Summary } from './suite/summary.ts';

const tests = [
  'tests/aws/{apigateway,cloudwatch,execute-api,iam,lambda,logs,sts}/**/*.test.ts',
  'tests/behaviour/{live-stage,snapshots,template-values}.test.ts',
];
const wrongUsage = 2;
const notReady = 3;
const usage = 'Usage: npm run test:conformance [-- [--endpoint URL] [--only FILE]…]';

interface Options {
  readonly endpoint: string | undefined;
  /** Instead of all; paths from `local/`. */
  readonly only: readonly string[];
}

function readOptions(args: string[]): Options {
  const { endpoint, only } = parseArgs({
    args,
    options: {
      endpoint: { type: 'string' },
      only: { type: 'string', multiple: true, default: [] },
    },
  }).values;
  if (endpoint !== undefined && !/^https?:$/.test(new URL(endpoint).protocol)) {
    throw new Error(`${endpoint}: not http(s)`);
  }
  return { endpoint: endpoint?.replace(/\/$/, ''), only };
}

/** What the tests are to know of an endpoint that is not theirs. */
async function describeEndpoint(endpoint: string): Promise<NodeJS.ProcessEnv> {
  const region = process.env.AWS_REGION ?? process.env.AWS_DEFAULT_REGION ?? 'eu-west-1';
  const sts = new STSClient({ endpoint, region, credentials: outsideCredentials() });
  const { Account } = await sts.send(new GetCallerIdentityCommand({}));
  return {
    CONFORMANCE_ENDPOINT: endpoint,
    CONFORMANCE_ACCOUNT: Account,
    CONFORMANCE_REGION: region,
  };
}

async function run({ endpoint, only }: Options): Promise<number> {
  process.stdout.write(`Against ${endpoint ?? 'the embedded AWS'}\n`);
  const files = only.length === 0 ? tests : only;
  if (endpoint === undefined) {
    return report(await runAva(files, packageRoot));
  }
  let env: NodeJS.ProcessEnv;
  try {
    env = await describeEndpoint(endpoint);
  } catch (error) {
    process.stderr.write(
      `${endpoint} does not say who calls (GetCallerIdentity): ${String(error)}\n`,
    );
    return notReady;
  }
  // One after the other: they share an account, of which some tests change what it has only one of.
  return report(await runAva(['--serial', '--concurrency', '1', ...files], packageRoot, env));
}

function report(summary: Summary): number {
  process.stdout.write(formatCounted(summary));
  return summary.failed === 0 ? 0 : 1;
}

async function main(args: string[]): Promise<void> {
  let options: Options;
  try {
    options = readOptions(args);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    process.stderr.write(`${why}\n${usage}\n`);
    process.exitCode = wrongUsage;
    return;
  }
  process.exitCode = await run(options);
}

await main(process.argv.slice(2));
