import { createServer } from 'node:http';

import test from 'ava';
import type { ExecutionContext } from 'ava';

import { pairHeaders, send, splitTarget } from '../../aws/http.ts';
import { splitStagePath } from '../../aws/data-plane.ts';

/** Sends an answer over a real connection. */
function answered(
  t: ExecutionContext,
  status: number,
  headers: [string, string][],
  body: string,
): Promise<Response> {
  const server = createServer((_request, response) => {
    send(response, status, headers, body);
  });
  t.teardown(() => server.close());
  return new Promise((resolve, reject) => {
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      const port = typeof address === 'object' ? (address?.port ?? 0) : 0;
      fetch(`http://127.0.0.1:${String(port)}/`).then(resolve, reject);
    });
  });
}

test('any text can be a header value', async (t) => {
  const emoji = String.fromCodePoint(0x1f600);
  const response = await answered(t, 200, [['x-name', `a\r\nx-evil: ${emoji}`]], 'ok');
  const value = Buffer.from(response.headers.get('x-name') ?? '', 'latin1').toString();
  t.is(value, `a  x-evil: ${emoji}`);
  t.false(response.headers.has('x-evil'));
});

test('a header can be sent several times', async (t) => {
  const cookies: [string, string][] = [
    ['Set-Cookie', 'a=1'],
    ['Set-Cookie', 'b=2'],
  ];
  const response = await answered(t, 200, cookies, '');
  t.deepEqual(response.headers.getSetCookie(), ['a=1', 'b=2']);
});

test('an answer without content has no length either', async (t) => {
  const response = await answered(t, 204, [], '');
  t.is(response.headers.get('content-length'), null);
});

test('the path of a request is not normalised', (t) => {
  t.deepEqual(splitTarget('/a/../b%2Fc//d?x=1?2'), {
    rawPath: '/a/../b%2Fc//d',
    rawQuery: 'x=1?2',
  });
  t.deepEqual(splitTarget('http://host/a'), { rawPath: '/a', rawQuery: '' });
});

test('what follows the stage is the path, still encoded', (t) => {
  const split = (rest: string) => splitStagePath(`/_aws/execute-api/${rest}`);
  t.deepEqual(split('abc/prod/a%20b/c/'), {
    apiId: 'abc',
    stageName: 'prod',
    rawPath: '/a%20b/c/',
  });
  t.deepEqual(split('abc/prod'), { apiId: 'abc', stageName: 'prod', rawPath: '' });
  t.deepEqual(split('abc/prod/'), { apiId: 'abc', stageName: 'prod', rawPath: '/' });
});

test('headers keep their order, spelling and repetitions', (t) => {
  t.deepEqual(pairHeaders(['X-A', '1', 'x-a', '2']), [
    ['X-A', '1'],
    ['x-a', '2'],
  ]);
});
