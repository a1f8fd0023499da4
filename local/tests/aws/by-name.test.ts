import test from 'ava';

import {
  byName,
  copyOf,
  mapByName,
  namedValues,
  reviveByName,
  withoutNames,
} from '../../aws/by-name.ts';
import { z } from 'zod';

const inherited = ['__proto__', 'constructor', 'toString', 'hasOwnProperty'];
const fromText = (text: string): unknown => JSON.parse(text, reviveByName);

for (const name of inherited) {
  const given = Object.fromEntries([[name, 'value']]);
  const kept = byName<string>();
  kept[name] = 'value';

  test(`${name} is there when it was set, and otherwise not`, (t) => {
    t.is(byName<string>()[name], undefined);
    t.is(kept[name], 'value');
    t.deepEqual(Object.entries(byName(given)), [[name, 'value']]);
    t.deepEqual(Object.keys(withoutNames(kept, [name])), []);
  });

  test(`${name} comes through JSON, a copy and a change of values`, (t) => {
    t.deepEqual(fromText(JSON.stringify(kept)), kept);
    t.deepEqual(copyOf({ kept }).kept, kept);
    t.deepEqual(Object.entries(mapByName(kept, (value) => `${value}!`)), [[name, 'value!']]);
  });

  test(`${name} is read from a request`, (t) => {
    t.deepEqual(Object.entries(namedValues(z.string()).parse(given)), [[name, 'value']]);
  });
}

test('a value that does not fit is refused under its name', (t) => {
  const { error } = namedValues(z.string()).safeParse({ a: 1 });
  t.deepEqual(error?.issues[0]?.path, ['a']);
});

test('what is no object is refused', (t) => {
  t.false(namedValues(z.string()).safeParse(['a']).success);
});

test('a later record replaces the names of an earlier one', (t) => {
  t.deepEqual(Object.entries(byName({ a: 1, b: 1 }, { b: 2 })), [
    ['a', 1],
    ['b', 2],
  ]);
});

test('a copy shares nothing with what it is of', (t) => {
  const original = { list: [byName({ a: 1 })] };
  const copy = copyOf(original);
  t.deepEqual(copy, original);
  t.not(copy.list[0], original.list[0]);
});
