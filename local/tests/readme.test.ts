import test from 'ava';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { findService, serviceNames } from '../aws/services.ts';

test('the README names the operations of every service, in their order', async (t) => {
  const text = readFileSync(join(import.meta.dirname, '..', 'README.md'), 'utf8');
  const list = text.split('<!-- operations')[1]?.split('\n\n')[1] ?? '';
  const named = list
    .split(/^- /m)
    .slice(1)
    .map((item) => [...item.matchAll(/`([^`]+)`/g)].map(([, name]) => name));
  const services = await Promise.all(serviceNames.map(findService));
  const expected = services.map((service) => [
    service?.signingName,
    ...(service?.operations ?? []).map(({ name }) => name),
  ]);
  t.deepEqual(named, expected);
});
