// A process of its own, so that what it takes to ask is not taken from what answers:
// `npm run local -- node tests/bench/load-client.ts`, on a stack that was released. Prints JSON.

import { APIGatewayClient, UpdateStageCommand } from '@aws-sdk/client-api-gateway';
import { execa } from 'execa';
import { z } from 'zod';
import { askServer } from './embedded-aws.ts';
import { askAtAPace, askInALoop, type Round } from './requests.ts';

const connections = 16;
const requestsPerRound = 4000;
const rounds = 5;
/** Until Node.js has compiled what every request takes, in both processes. */
const requestsBefore = 20_000;
/** However slow the machine is, a round ends after this. */
const roundLimitMs = 10_000;

/** As a person's own tests might ask. */
const perSecond = 50;
const pacedRequests = 500;

/** What is kept of the last requests is full after the first of these. */
const requestsPerSample = 25_000;
const memorySamples = 8;
const sampleLimitMs = 60_000;

const apisAnswer = z.object({
  apis: z.array(
    z.object({
      id: z.string(),
      stages: z.array(z.object({ name: z.string(), url: z.string() })),
    }),
  ),
});

const healthAnswer = z.object({ pid: z.number() });

const stageName = 'prod';

const server = {
  url: process.env.LOCAL_AWS_ENDPOINT ?? '',
  credentials: {
    accessKeyId: process.env.AWS_ACCESS_KEY_ID ?? '',
    secretAccessKey: process.env.AWS_SECRET_ACCESS_KEY ?? '',
  },
};

/** @returns the URL to ask, whose throttling was lifted */
async function prepareStage(): Promise<string> {
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

/** Megabytes that the server holds in memory. */
async function memoryOf(pid: number): Promise<number> {
  const { stdout } = await execa('ps', ['-o', 'rss=', '-p', String(pid)]);
  return Number(stdout) / 1024;
}

async function main(): Promise<void> {
  const url = await prepareStage();
  const { pid } = healthAnswer.parse(await (await askServer(server, 'GET', 'health')).json());
  await askInALoop(url, { connections, requests: requestsBefore, limitMs: sampleLimitMs });
  const loop = { connections, requests: requestsPerRound, limitMs: roundLimitMs };
  const measured: Round[] = [];
  while (measured.length < rounds) {
    measured.push(await askInALoop(url, loop));
  }
  const paced = await askAtAPace(url, { perSecond, requests: pacedRequests });
  const memoryMb: number[] = [];
  while (memoryMb.length < memorySamples) {
    const requests = requestsPerSample;
    await askInALoop(url, { connections, requests, limitMs: sampleLimitMs });
    memoryMb.push(await memoryOf(pid));
  }
  process.stdout.write(
    JSON.stringify({
      connections,
      rounds: measured,
      perSecond,
      paced,
      requestsPerSample,
      memoryMb,
    }),
  );
}

await main();
