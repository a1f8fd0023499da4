import type { ServerResponse } from 'node:http';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { RemovePermissionCommand } from '@aws-sdk/client-lambda';
import test, { type ExecutionContext } from 'ava';
import { execa } from 'execa';
import type { Asked } from '../../../../runner/gates/send.ts';
import { startProbing, type ProbeOptions } from '../../../../runner/judge/probes.ts';
import { root } from '../../../../runner/root.ts';
import { createStack, functionName } from '../../behaviour/release/_stack.ts';
import { asking, sendAs, startProbedServer, until } from './_probed-server.ts';

const candidate = { version: '8', deployment: 'new' };
const baseline = { version: '7', deployment: 'old' };
const another = { version: '8', deployment: 'old' };

function probe(t: ExecutionContext, asked: string | Asked, options: Partial<ProbeOptions> = {}) {
  const { signal } = new AbortController();
  const request = typeof asked === 'string' ? asking(asked) : asked;
  const probing = startProbing(request, {
    perSecond: 500,
    candidate,
    baseline,
    signal,
    ...options,
  });
  t.teardown(() => probing.stop());
  const answered = (count: number) => {
    const seen = probing.observation();
    return seen.candidate.count + seen.baseline.count >= count;
  };
  return { ...probing, answered };
}

type Reply = (response: ServerResponse) => void;

/** Answers with each in turn, ten times; what comes then waits. */
function tenTimes(...replies: readonly Reply[]): Reply {
  const left = Array.from({ length: 10 }, () => replies).flat();
  return (response) => left.shift()?.(response);
}

function total(durations: readonly { readonly count: number }[]): number {
  return durations.reduce((sum, { count }) => sum + count, 0);
}

test('probes send what the API asks for', async (t) => {
  const server = await startProbedServer(t, (response) => {
    const { method, headers } = response.req;
    void text(response.req).then((body) => {
      const isAsked = method === 'POST' && headers['x-api-key'] === 'k' && body === '{"n":1}';
      sendAs(response, isAsked ? candidate : undefined, 200);
    });
  });
  const headers = { 'x-api-key': 'k' };
  const asked = asking(server.url, '/', { method: 'POST', headers, body: '{"n":1}' });
  const probing = probe(t, asked);
  await until(() => probing.answered(1));
  t.is(probing.observation().candidate.errors, 0);
});

test('an answer counts for the pair that it names', async (t) => {
  const server = await startProbedServer(
    t,
    tenTimes(
      (response) => sendAs(response, another),
      (response) => sendAs(response, undefined, 429),
      (response) => sendAs(response, candidate),
      (response) => sendAs(response, candidate, 404),
      (response) => sendAs(response, candidate, 502),
      (response) => sendAs(response, baseline),
      (response) => sendAs(response, baseline, 500),
    ),
  );
  const probing = probe(t, server.url);
  await until(() => probing.answered(50));

  const seen = probing.observation();
  t.is(seen.source, 'probes');
  t.like(seen, { candidate: { count: 30, errors: 10 }, baseline: { count: 20, errors: 10 } });
  t.is(total(seen.candidate.durations), 30);
  t.is(total(seen.baseline.durations), 20);
});

test('an error that names neither side counts against the candidate', async (t) => {
  const server = await startProbedServer(
    t,
    tenTimes(
      (response) => sendAs(response, undefined, 500),
      (response) => sendAs(response, another, 503),
      (response) => sendAs(response, baseline),
    ),
  );
  const probing = probe(t, server.url);
  await until(() => probing.answered(30));

  const seen = probing.observation();
  t.like(seen, { candidate: { count: 20, errors: 20 }, baseline: { count: 10, errors: 0 } });
  t.is(total(seen.candidate.durations), 20);
});

test('what got no HTTP answer convicts nobody', async (t) => {
  const server = await startProbedServer(
    t,
    tenTimes(
      (response) => response.destroy(),
      (response) => sendAs(response, candidate),
      (response) => sendAs(response, baseline),
    ),
  );
  const probing = probe(t, server.url);
  await until(() => probing.answered(20) && probing.observation().unanswered === 10);
  t.like(probing.observation(), {
    candidate: { count: 10, errors: 0 },
    baseline: { count: 10, errors: 0 },
  });
});

test('where nobody listens nothing is counted for either side', async (t) => {
  const probing = probe(t, 'http://127.0.0.1:1');
  await until(() => (probing.observation().unanswered ?? 0) >= 5);
  t.like(probing.observation(), { candidate: { count: 0 }, baseline: { count: 0 } });
});

test('an answer that breaks off is an error of the side that began it, without a duration', async (t) => {
  const server = await startProbedServer(t, (response) => {
    response.writeHead(200, {
      'x-lambda-version': baseline.version,
      'x-api-deployment': baseline.deployment,
      'content-length': '100',
    });
    response.write('{', () => response.destroy());
  });
  const probing = probe(t, server.url);
  await until(() => probing.answered(5));
  const seen = probing.observation();
  t.is(seen.baseline.errors, seen.baseline.count);
  t.deepEqual(seen.baseline.durations, []);
  t.is(seen.candidate.count, 0);
});

test('an answer that does not come in time is none', async (t) => {
  const server = await startProbedServer(t, () => undefined);
  const probing = probe(t, server.url, { timeoutMs: 20 });
  await until(() => (probing.observation().unanswered ?? 0) >= 5);
  t.like(probing.observation(), { candidate: { count: 0 }, baseline: { count: 0 } });
});

test('a duration lasts until the end of the body', async (t) => {
  const server = await startProbedServer(t, (response) => {
    response.writeHead(200, {
      'x-lambda-version': candidate.version,
      'x-api-deployment': candidate.deployment,
    });
    response.write('{');
    setTimeout(() => response.end('}'), 60);
  });
  const probing = probe(t, server.url);
  await until(() => probing.answered(5));
  const { durations } = probing.observation().candidate;
  t.true(durations.every(({ ms }) => ms >= 58 && ms < 10_000));
});

test('probes are sent while none is answered, but only fifty are under way', async (t) => {
  const held: ServerResponse[] = [];
  const server = await startProbedServer(t, (response) => {
    held.push(response);
  });
  const probing = probe(t, server.url);
  await until(() => held.length === 50);
  for (let sent = 51; sent <= 60; sent += 1) {
    const oldest = held.shift();
    if (oldest !== undefined) {
      sendAs(oldest, candidate);
    }
    await until(() => server.requests('/') === sent);
  }
  t.is(server.mostOpen(), 50);
  t.is(probing.observation().candidate.count, 10);
});

test('the rate is what was asked for', async (t) => {
  const server = await startProbedServer(t, (response) => {
    sendAs(response, candidate);
  });
  const startedAt = performance.now();
  const probing = probe(t, server.url, { perSecond: 50 });
  await until(() => probing.answered(20));
  const seconds = (performance.now() - startedAt) / 1000;
  t.true(seconds >= 0.36, `20 answers came in ${String(seconds)} s`);
});

test('an alias that the gateway may not call is an error of the candidate', async (t) => {
  const stack = await createStack(t);
  const { deploymentId: deployment, targets } = stack.outputs;
  const url = `${targets.stage?.url ?? ''}/greeting`;
  const placeholder = { version: '$LATEST', deployment };
  const probing = probe(t, url, { perSecond: 50, baseline: placeholder });
  await until(() => probing.observation().baseline.count >= 2);
  t.is(probing.observation().candidate.count, 0);

  await stack.clients.lambda.send(
    new RemovePermissionCommand({
      FunctionName: functionName,
      Qualifier: 'STAGE',
      StatementId: 'api',
    }),
  );
  await until(() => probing.observation().candidate.count >= 2);
  const { count, errors } = probing.observation().candidate;
  t.is(errors, count);
});

/** Stopped probes are compared with probes that go on: those are the clock. */
for (const [name, end] of [
  ['stop()', (probing: { stop(): Promise<void> }) => probing.stop()],
  [
    'the signal',
    (_: unknown, stop: AbortController) => {
      stop.abort();
      return Promise.resolve();
    },
  ],
] as const) {
  test(`${name} ends what is under way, counts none of it and sends no more`, async (t) => {
    const server = await startProbedServer(t, (response, { url }) => {
      if (url !== '/held') {
        sendAs(response, candidate);
      }
    });
    const stop = new AbortController();
    const probing = probe(t, `${server.url}/held`, { signal: stop.signal });
    await until(() => server.open() === 10);

    await end(probing, stop);

    await until(() => server.open() === 0);
    const sent = server.requests('/held');
    const goingOn = probe(t, `${server.url}/on`);
    await until(() => goingOn.answered(20));
    t.is(server.requests('/held'), sent);
    t.is(probing.observation().candidate.count, 0);
    await t.notThrowsAsync(probing.stop());
  });
}

test('nothing is sent when the signal came before', async (t) => {
  const server = await startProbedServer(t, (response) => {
    sendAs(response, candidate);
  });
  probe(t, `${server.url}/never`, { signal: AbortSignal.abort() });
  const goingOn = probe(t, `${server.url}/on`);
  await until(() => goingOn.answered(20));
  t.is(server.requests('/never'), 0);
});

test('probes do not keep a process alive', async (t) => {
  const server = await startProbedServer(t, (response) => {
    sendAs(response, candidate);
  });
  const module = JSON.stringify(join(root, 'runner/judge/probes.ts'));
  const program = `
    import { startProbing } from ${module};
    startProbing(${JSON.stringify(asking(server.url))}, {
      perSecond: 0.01,
      candidate: ${JSON.stringify(candidate)},
      baseline: ${JSON.stringify(baseline)},
      signal: new AbortController().signal,
    });`;
  const { exitCode } = await execa(process.execPath, ['--input-type=module', '-e', program]);
  t.is(exitCode, 0);
  t.is(server.requests('/'), 1);
});
