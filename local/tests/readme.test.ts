import test from 'ava';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { services } from '../aws/services.ts';

test('the README names the operations of every service, in their order', (t) => {
  const text = readFileSync(join(import.meta.dirname, '..', 'README.md'), 'utf8');
  const list = text.split('<!-- operations')[1]?.split('\n\n')[1] ?? '';
  const named = list
    .split(/^- /m)
    .slice(1)
    .map((item) => [...item.matchAll(/`([^`]+)`/g)].map(([, name]) => name));
  const expected = [...services].map(([signingName, { operations }]) => [
    signingName,
    ...operations.map(({ name }) => name),
  ]);
  t.deepEqual(named, expected);
});
