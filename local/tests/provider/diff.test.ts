import test from 'ava';
import fc from 'fast-check';
import { diff, type DiffRules } from '../../provider/diff.ts';
import { isIncluded, isSameFunction, isSameJson } from '../../provider/equality.ts';
import { Archive, unknownValue } from '../../provider/properties.ts';

const rules: DiffRules = {
  inputNames: ['name', 'description', 'variables', 'policy', 'endpoint', 'functionName', 'code'],
  replaceOn: ['name'],
  chosenByAws: ['endpoint'],
  equivalent: { policy: isSameJson, endpoint: isIncluded, functionName: isSameFunction },
};

const values = fc.dictionary(
  fc.constantFrom(...rules.inputNames),
  fc.oneof(fc.string(), fc.integer(), fc.dictionary(fc.string(), fc.string())),
);

test('state compared with itself is no change', (t) => {
  fc.assert(
    fc.property(values, (state) => {
      const { changed, replaces, details } = diff(rules, state, state);
      t.is(changed.size + replaces.length + details.size, 0);
    }),
  );
});

test('every replaced input is a changed one, and every changed one has details', (t) => {
  fc.assert(
    fc.property(values, values, (state, asked) => {
      const { changed, replaces, details } = diff(rules, state, asked);
      t.true(replaces.every((name) => changed.has(name) && rules.replaceOn.includes(name)));
      const detailed = new Set([...details.keys()].map((path) => path.split(/[.[]/)[0]));
      t.deepEqual(detailed, new Set<string | undefined>(changed));
    }),
  );
});

test('outputs and properties of other providers are not compared', (t) => {
  t.is(diff(rules, { arn: 'old' }, { somethingElse: 1 }).changed.size, 0);
});

test('an input that is taken out of the program is taken away', (t) => {
  const { changed, details } = diff(rules, { description: 'journal' }, {});
  t.deepEqual([...changed], ['description']);
  t.deepEqual(details.get('description'), { kind: 'delete', replace: false });
});

test('an input that is not given, and that AWS chose, is no change', (t) => {
  t.is(diff(rules, { endpoint: { types: 'EDGE' } }, {}).changed.size, 0);
});

for (const empty of ['', {}, [], false, 0]) {
  test(`${JSON.stringify(empty)} in state is the same as not given`, (t) => {
    t.is(diff(rules, { description: empty }, {}).changed.size, 0);
    t.is(diff(rules, {}, { description: empty }).changed.size, 0);
  });
}

test('an empty variable is another thing than no variable', (t) => {
  const { details } = diff(rules, { variables: { A: '' } }, { variables: {} });
  t.deepEqual([...details.keys()], ['variables.A']);
});

test('an unknown value is a change, and a replacement where a change would be', (t) => {
  const { changed, replaces } = diff(
    rules,
    { name: 'a', variables: { x: '1' } },
    { name: unknownValue, variables: { x: unknownValue } },
  );
  t.deepEqual([...changed], ['name', 'variables']);
  t.deepEqual(replaces, ['name']);
});

test('details go down to the member that changed, whatever its name', (t) => {
  const { details } = diff(
    rules,
    { name: 'a', variables: { 'a.b': '1', kept: 'k', gone: 'g' } },
    { name: 'b', variables: { 'a.b': '2', kept: 'k', added: 'n' } },
  );
  t.deepEqual(Object.fromEntries(details), {
    name: { kind: 'update', replace: true },
    'variables["a.b"]': { kind: 'update', replace: false },
    'variables.gone': { kind: 'delete', replace: false },
    'variables.added': { kind: 'add', replace: false },
  });
});

test('JSON is compared by what it says', (t) => {
  const asked = '{ "Version": "2012-10-17", "Statement": [] }';
  t.is(
    diff(rules, { policy: '{"Statement":[],"Version":"2012-10-17"}' }, { policy: asked }).changed
      .size,
    0,
  );
  t.is(
    diff(rules, { policy: '{"Statement":[1],"Version":"2012-10-17"}' }, { policy: asked }).changed
      .size,
    1,
  );
});

test('members that AWS adds are no change, and members it has otherwise are one', (t) => {
  const state = { endpoint: { types: 'EDGE', ipAddressType: 'ipv4' } };
  t.is(diff(rules, state, { endpoint: { types: 'EDGE' } }).changed.size, 0);
  t.is(diff(rules, state, { endpoint: { types: 'REGIONAL' } }).changed.size, 1);
});

test('a function is the same by name and by ARN', (t) => {
  const arn = 'arn:aws:lambda:eu-west-1:123456789012:function:greeting';
  t.is(diff(rules, { functionName: 'greeting' }, { functionName: arn }).changed.size, 0);
  t.is(diff(rules, { functionName: 'other' }, { functionName: arn }).changed.size, 1);
});

test('archives are compared by hash, since a state file has no more of them', (t) => {
  const state = { code: new Archive('h1', undefined) };
  t.is(diff(rules, state, { code: new Archive('h1', { path: './fn' }) }).changed.size, 0);
  t.is(diff(rules, state, { code: new Archive('h2', { path: './fn' }) }).changed.size, 1);
});
