import test from 'ava';

import { selectJson } from '../../../../aws/execute-api/template/jsonpath.ts';

const document = {
  name: 'x',
  'odd-key': 1,
  list: [{ id: 1 }, { id: 2 }, { id: 3 }],
  deep: { id: 4, none: null },
};

const selects = test.macro<[path: string, expected: unknown]>({
  exec: (t, path, expected) => {
    t.deepEqual(selectJson(document, path), expected);
  },
  title: (_, path) => path,
});

test(selects, '$', document);
test(selects, '$.name', 'x');
test(selects, 'name', 'x');
test(selects, "$['odd-key']", 1);
test(selects, '$.odd-key', 1);
test(selects, '$["name"]', 'x');
test(selects, "$['name','odd-key']", ['x', 1]);
test(selects, '$.list[0].id', 1);
test(selects, '$.list[-1].id', 3);
test(selects, '$.list[0,2].id', [1, 3]);
test(selects, '$.list[1:].id', [2, 3]);
test(selects, '$.list[*].id', [1, 2, 3]);
test(selects, '$.list.*.id', [1, 2, 3]);
test(selects, '$..id', [1, 2, 3, 4]);
test(selects, '$.deep.none', null);
test(selects, '$.missing', undefined);
test(selects, '$.missing.more', undefined);
test(selects, '$.list[9]', undefined);
test(selects, '$.constructor', undefined);

test('a filter is refused', (t) => {
  t.throws(() => selectJson(document, '$.list[?(@.id > 1)]'), { message: /JSONPath/ });
});
