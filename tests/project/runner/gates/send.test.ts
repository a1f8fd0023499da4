import { createServer } from 'node:http';
import { once } from 'node:events';
import { createServer as createTcpServer, type AddressInfo, type Server } from 'node:net';
import { text } from 'node:stream/consumers';
import test, { type ExecutionContext } from 'ava';
import { send } from '../../../../runner/gates/send.ts';

async function listen(t: ExecutionContext, server: Server): Promise<number> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.teardown(() => server.close());
  return (server.address() as AddressInfo).port;
}

const { signal } = new AbortController();
const closes = true;
const get = (port: number, path = '/', scheme = 'http') => ({
  url: `${scheme}://api.example.invalid:${String(port)}`,
  request: { method: 'GET', path, headers: {} },
});
const connectTo = '127.0.0.1';

test('a name that no DNS server knows is asked at the host that answers for it', async (t) => {
  const server = createServer((request, response) => {
    response.setHeader('x-host', request.headers.host ?? '').end('whole');
  });
  const port = await listen(t, server);
  const asked = get(port, '/v1/greeting');
  const answer = await send({ ...asked, connectTo }, { signal, closes });
  await answer.rest();
  t.is(answer.status, 200);
  t.is(answer.headers.get('x-host'), `api.example.invalid:${String(port)}`);
  await t.throwsAsync(send(asked, { signal, closes }));
});

test('over TLS it asks for the certificate of the name', async (t) => {
  const hello = Promise.withResolvers<string>();
  const server = createTcpServer((socket) => {
    socket.once('data', (bytes) => {
      hello.resolve(bytes.toString('latin1'));
      socket.destroy();
    });
  });
  const port = await listen(t, server);
  const asked = { ...get(port, '/', 'https'), connectTo };
  await t.throwsAsync(send(asked, { signal, closes }));
  t.true((await hello.promise).includes('api.example.invalid'));
});

test('it ends when it is told to', async (t) => {
  const port = await listen(
    t,
    createServer(() => undefined),
  );
  const stop = new AbortController();
  const asking = send({ ...get(port), connectTo }, { signal: stop.signal, closes });
  stop.abort();
  await t.throwsAsync(asking, { name: 'AbortError' });
});

for (const [way, host] of [
  ['by its own name', undefined],
  ['by another host', connectTo],
] as const) {
  test(`${way}, method, headers and body arrive as they are`, async (t) => {
    const got = Promise.withResolvers<unknown>();
    const server = createServer((request, response) => {
      void text(request).then((body) => {
        const { method, url, headers } = request;
        got.resolve({ method, url, type: headers['content-type'], key: headers['x-key'], body });
        response.end();
      });
    });
    const port = await listen(t, server);
    const headers = { 'x-key': 'k' };
    const request = { method: 'POST', path: '/orders?dry=1', headers, body: '{"article":"ä"}' };
    const url = `http://127.0.0.1:${String(port)}`;
    await (await send({ url, request, connectTo: host }, { signal, closes })).rest();
    t.deepEqual(await got.promise, {
      method: 'POST',
      url: '/orders?dry=1',
      type: undefined,
      key: 'k',
      body: '{"article":"ä"}',
    });
  });
}

test('an answer that leads elsewhere is the answer, and its headers go nowhere else', async (t) => {
  let asked = 0;
  const elsewhere = await listen(
    t,
    createServer((_, response) => {
      asked += 1;
      response.end();
    }),
  );
  const port = await listen(
    t,
    createServer((_, response) => {
      response.writeHead(302, { location: `http://127.0.0.1:${String(elsewhere)}/` }).end();
    }),
  );
  const request = { method: 'GET', path: '/', headers: { 'x-api-key': 'secret' } };
  for (const to of [undefined, connectTo]) {
    const answer = await send(
      { url: `http://127.0.0.1:${String(port)}`, request, connectTo: to },
      { signal, closes },
    );
    await answer.rest();
    t.is(answer.status, 302);
  }
  t.is(asked, 0);
});
