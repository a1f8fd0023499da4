import { createServer } from 'node:http';
import { once } from 'node:events';
import { createServer as createTcpServer, type AddressInfo, type Server } from 'node:net';
import test, { type ExecutionContext } from 'ava';
import { get } from '../../../../runner/gates/get.ts';

async function listen(t: ExecutionContext, server: Server): Promise<number> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.teardown(() => server.close());
  return (server.address() as AddressInfo).port;
}

const headers = { connection: 'close' };
const { signal } = new AbortController();

test('a name that no DNS server knows is asked at the host that answers for it', async (t) => {
  const server = createServer((request, response) => {
    response.setHeader('x-host', request.headers.host ?? '').end('whole');
  });
  const port = await listen(t, server);
  const url = `http://api.example.invalid:${String(port)}/v1/greeting`;
  const answer = await get(url, { signal, headers, connectTo: '127.0.0.1' });
  await answer.rest();
  t.is(answer.status, 200);
  t.is(answer.headers.get('x-host'), `api.example.invalid:${String(port)}`);
  await t.throwsAsync(get(url, { signal, headers }));
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
  const url = `https://api.example.invalid:${String(port)}/`;
  await t.throwsAsync(get(url, { signal, headers, connectTo: '127.0.0.1' }));
  t.true((await hello.promise).includes('api.example.invalid'));
});

test('it ends when it is told to', async (t) => {
  const port = await listen(
    t,
    createServer(() => undefined),
  );
  const stop = new AbortController();
  const url = `http://api.example.invalid:${String(port)}/`;
  const asking = get(url, { signal: stop.signal, headers, connectTo: '127.0.0.1' });
  stop.abort();
  await t.throwsAsync(asking, { name: 'AbortError' });
});
