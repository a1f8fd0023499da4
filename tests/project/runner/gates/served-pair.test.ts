import test from 'ava';
import { askServedPair, readServedPair } from '../../../../runner/gates/served-pair.ts';
import { formatPair } from '../../../../stack/pair.ts';
import { asking } from '../judge/_probed-server.ts';
import { openStand } from '../_stand.ts';

test('an answer names the pair in its headers', (t) => {
  const headers = new Headers({ 'X-Lambda-Version': '7', 'X-Api-Deployment': 'a1b2c3' });
  t.deepEqual(readServedPair(headers), { version: '7', deployment: 'a1b2c3' });
});

for (const header of ['x-lambda-version', 'x-api-deployment']) {
  test(`an answer with ${header} alone names no pair`, (t) => {
    t.is(readServedPair(new Headers({ [header]: '7' })), undefined);
  });
}

test('what the API answers names the pair that it serves, and what the gateway answers names none', async (t) => {
  const stand = await openStand(t, { versions: 1 });
  const { url = '' } = stand.stack.outputs.targets.prod ?? {};
  t.deepEqual(readServedPair((await fetch(`${url}/greeting`)).headers), stand.pair('1@old'));
  const { signal } = new AbortController();
  t.is(await askServedPair(asking(url, '/greeting'), signal), formatPair(stand.pair('1@old')));
  t.regex(
    await askServedPair(asking(url, '/nowhere'), signal),
    /^\d+ without the headers x-lambda/,
  );
  t.regex(await askServedPair(asking('http://127.0.0.1:1'), signal), /^no answer \(/);
});
