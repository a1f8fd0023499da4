import { setTimeout as delay } from 'node:timers/promises';

import { z } from 'zod';

import { signHeaders } from '../session/credentials.ts';
import type { Credentials } from '../session/credentials.ts';

const headers = z.array(z.tuple([z.string(), z.string()]));
const body = z.object({ text: z.string(), bytes: z.number() });
const span = z.object({
  part: z.enum(['mapping', 'integration', 'handler']),
  startMs: z.number(),
  durationMs: z.number(),
});

const request = z.object({
  sequence: z.number(),
  at: z.string(),
  apiId: z.string(),
  region: z.string(),
  stage: z.string(),
  method: z.string(),
  path: z.string(),
  route: z.string().optional(),
  status: z.number(),
  durationMs: z.number(),
  deployment: z.string(),
  version: z.string().optional(),
  spans: z.array(span),
  requestHeaders: headers,
  responseHeaders: headers,
  request: body,
  toIntegration: body.optional(),
  fromIntegration: body.optional(),
  response: body,
  problems: z.array(z.string()),
});

const line = z.object({
  at: z.number(),
  region: z.string(),
  group: z.string(),
  text: z.string(),
});
const batch = z.object({
  requests: z.array(request),
  lines: z.array(line),
  isChanged: z.boolean(),
});

const variables = z.record(z.string(), z.string());
const stage = z.object({
  name: z.string(),
  url: z.string(),
  deployment: z.string(),
  variables,
  isClosed: z.boolean(),
  canary: z.object({ deployment: z.string(), percent: z.number(), variables }).optional(),
  routes: z.array(z.string()),
});
const alias = z.object({
  functionName: z.string(),
  name: z.string(),
  version: z.string(),
  weights: z.record(z.string(), z.number()),
  description: z.string(),
});
const serving = z.object({
  apis: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      region: z.string(),
      stages: z.array(stage),
      aliases: z.array(alias),
    }),
  ),
});

const fault = z.object({
  operation: z.string(),
  kind: z.string(),
  call: z.number().optional(),
  delayMs: z.number().optional(),
});
const lag = z.object({ alias: z.number(), stage: z.number(), read: z.number() });

export type EngineRequest = z.infer<typeof request>;
export type EngineLine = z.infer<typeof line>;
export type EngineBatch = z.infer<typeof batch>;
export type EngineStage = z.infer<typeof stage>;
export type EngineAlias = z.infer<typeof alias>;
export type EngineApi = z.infer<typeof serving>['apis'][number];
export type EngineFault = z.infer<typeof fault>;
export type EngineLag = z.infer<typeof lag>;

/** After which time a connection that was lost is tried again. */
const againMs = 300;

/** The embedded AWS, as a client of its own paths. */
export class Engine {
  readonly url: string;
  readonly #credentials: Credentials;

  constructor(url: string, credentials: Credentials) {
    this.url = url;
    this.#credentials = credentials;
  }

  async apis(): Promise<EngineApi[]> {
    return serving.parse(await this.#json('GET', 'serving')).apis;
  }

  async faults(): Promise<EngineFault[]> {
    return z.object({ faults: z.array(fault) }).parse(await this.#json('GET', 'faults')).faults;
  }

  /** In the place of those that there are. */
  async setFaults(faults: readonly EngineFault[]): Promise<void> {
    await this.#json('POST', 'faults', JSON.stringify(faults));
  }

  async lag(): Promise<EngineLag> {
    return lag.parse(await this.#json('GET', 'lag'));
  }

  /**
   * What else lags, and the quotas, stay as they are.
   *
   * @param seconds all 0 is none
   */
  async setLag(seconds: EngineLag): Promise<void> {
    const now = z.looseObject({}).parse(await this.#json('GET', 'lag'));
    await this.#json('POST', 'lag', JSON.stringify({ ...now, ...seconds }));
  }

  /**
   * Tells what is going on, also when the server had to be started again, until it is told to stop.
   *
   * @param onBatch is told whether a batch is the first of a connection, with all that the server keeps
   */
  async watch(
    onBatch: (batch: EngineBatch, isFirst: boolean) => void,
    signal: AbortSignal,
  ): Promise<void> {
    while (!signal.aborted) {
      try {
        const answer = await this.#ask('GET', 'activity', undefined, signal);
        let isFirst = true;
        await readLines(answer, (text) => {
          onBatch(batch.parse(JSON.parse(text)), isFirst);
          isFirst = false;
        });
      } catch {
        // It is gone for now.
      }
      await delay(againMs, undefined, { signal }).catch(() => undefined);
    }
  }

  async #json(method: string, path: string, text?: string): Promise<unknown> {
    const answer = await this.#ask(method, path, text);
    if (!answer.ok) {
      throw new Error(`The embedded AWS answered ${String(answer.status)}: ${await answer.text()}`);
    }
    return answer.json();
  }

  #ask(method: string, path: string, text?: string, signal?: AbortSignal): Promise<Response> {
    const url = `${this.url}/_local/${path}`;
    return fetch(url, {
      method,
      headers: signHeaders(method, url, this.#credentials, text),
      ...(text !== undefined && { body: text }),
      ...(signal !== undefined && { signal }),
    });
  }
}

async function readLines(answer: Response, onLine: (text: string) => void): Promise<void> {
  let rest = '';
  const decoder = new TextDecoder();
  const body: AsyncIterable<Uint8Array> | null = answer.body;
  for await (const bytes of body ?? []) {
    const lines = (rest + decoder.decode(bytes, { stream: true })).split('\n');
    rest = lines.pop() ?? '';
    lines.forEach(onLine);
  }
}
