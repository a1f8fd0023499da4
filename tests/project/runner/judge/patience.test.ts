import test from 'ava';
import { readPatiently } from '../../../../runner/judge/patience.ts';

const failing = (name: string, httpStatusCode: number) =>
  Object.assign(new Error(name), { name, $metadata: { httpStatusCode } });

/** Fails as often as there are errors, and then answers. */
function answeringAfter(...errors: readonly Error[]) {
  const left = [...errors];
  return () => {
    const error = left.shift();
    return error === undefined ? Promise.resolve('answer') : Promise.reject(error);
  };
}

const { signal } = new AbortController();

test('what passes by itself is read again', async (t) => {
  const read = answeringAfter(failing('InternalFailure', 500), failing('Throttling', 400));
  t.is(await readPatiently(read, signal), 'answer');
});

for (const name of ['AccessDenied', 'ExpiredToken']) {
  test(`what does not is thrown at once: ${name}`, async (t) => {
    const read = answeringAfter(failing(name, 403));
    await t.throwsAsync(readPatiently(read, signal), { name });
  });
}

test('what lasts too long is thrown', async (t) => {
  const read = () => Promise.reject(failing('InternalFailure', 500));
  await t.throwsAsync(readPatiently(read, signal, 1_500), { name: 'InternalFailure' });
});

test('who has to stop does not wait', async (t) => {
  const stop = new AbortController();
  const read = () => {
    stop.abort();
    return Promise.reject(failing('InternalFailure', 500));
  };
  await t.throwsAsync(readPatiently(read, stop.signal), { name: 'AbortError' });
});
