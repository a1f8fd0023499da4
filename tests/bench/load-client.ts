// A process of its own, so that what it takes to ask is not taken from what answers:
// `npm run local -- node tests/bench/load-client.ts`, on a stack that was released. Prints JSON.

import { Agent, get } from 'node:http';
import { APIGatewayClient, UpdateStageCommand } from '@aws-sdk/client-api-gateway';
import { z } from 'zod';
import { askServer } from './embedded-aws.ts';

const connections = 16;
const requestsPerRound = 2000;
const rounds = 5;
/** However slow the machine is, a round ends after this. */
const roundLimitMs = 10_000;

interface Round {
  readonly durationMs: number;
  /** Of each request, milliseconds. */
  readonly latencies: readonly number[];
}

const apisAnswer = z.object({
  apis: z.array(
    z.object({
      id: z.string(),
      stages: z.array(z.object({ name: z.string(), url: z.string() })),
    }),
  ),
});

const stageName = 'prod';

/** @returns the URL to ask, whose throttling was lifted */
async function prepareStage(): Promise<string> {
  const server = {
    url: process.env.LOCAL_AWS_ENDPOINT ?? '',
    credentials: {
      accessKeyId: process.env.AWS_ACCESS_KEY_ID ?? '',
      secretAccessKey: process.env.AWS_SECRET_ACCESS_KEY ?? '',
    },
  };
  const answer = await askServer(server, 'GET', 'apis');
  const { apis } = apisAnswer.parse(await answer.json());
  for (const { id, stages } of apis) {
    const stage = stages.find(({ name }) => name === stageName);
    if (stage !== undefined) {
      await liftThrottling(id);
      return `${stage.url}/greeting?name=Ada`;
    }
  }
  throw new Error(`There is no API stage ${stageName}: release first.`);
}

/** The stack's limit of 1000 requests per second would be what a fast machine shows. */
async function liftThrottling(restApiId: string): Promise<void> {
  await new APIGatewayClient({}).send(
    new UpdateStageCommand({
      restApiId,
      stageName,
      patchOperations: ['rateLimit', 'burstLimit'].map((limit) => ({
        op: 'replace',
        path: `/*/*/throttling/${limit}`,
        value: '100000',
      })),
    }),
  );
}

/** @returns the status, once the whole answer is there */
function request(url: string, agent: Agent): Promise<number> {
  return new Promise((resolve, reject) => {
    get(url, { agent }, (answer) => {
      answer.resume();
      answer.once('end', () => {
        resolve(answer.statusCode ?? 0);
      });
      answer.once('error', reject);
    }).once('error', reject);
  });
}

/** Every connection asks again as soon as it was answered. */
async function runRound(url: string, agent: Agent): Promise<Round> {
  const latencies: number[] = [];
  const startedAt = performance.now();
  const deadline = startedAt + roundLimitMs;
  let left = requestsPerRound;
  const ask = async () => {
    while (left > 0 && performance.now() < deadline) {
      left -= 1;
      const askedAt = performance.now();
      const status = await request(url, agent);
      if (status !== 200) {
        throw new Error(`GET ${url} answered ${String(status)}`);
      }
      latencies.push(performance.now() - askedAt);
    }
  };
  await Promise.all(Array.from({ length: connections }, ask));
  return { durationMs: performance.now() - startedAt, latencies };
}

async function main(): Promise<void> {
  const url = await prepareStage();
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  await runRound(url, agent);
  const measured: Round[] = [];
  while (measured.length < rounds) {
    measured.push(await runRound(url, agent));
  }
  agent.destroy();
  process.stdout.write(JSON.stringify({ connections, rounds: measured }));
}

await main();
