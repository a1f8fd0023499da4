import test from 'ava';
import fc from 'fast-check';
import { Archive, Asset, hasUnknown, unknownValue } from '../../provider/properties.ts';
import { decodeProperties, encodeProperties } from '../../provider/wire.ts';

const signatureKey = '4dabf18193072939515e22adb298388d';

test('secrets and outputs are unwrapped at any depth', (t) => {
  const secret = { [signatureKey]: '1b47061264138c4ac30d75fd1eb44270', value: 'hidden' };
  const output = { [signatureKey]: 'd0e6a833031e9bbcd3f4e8bde6ca49a4', value: [secret] };
  t.deepEqual(decodeProperties({ a: secret, b: { c: output } }), {
    a: 'hidden',
    b: { c: ['hidden'] },
  });
});

test('an output without a value yet is left out, and an unknown one stays unknown', (t) => {
  const output = { [signatureKey]: 'd0e6a833031e9bbcd3f4e8bde6ca49a4' };
  const decoded = decodeProperties({ a: output, b: unknownValue, c: null });
  t.deepEqual(decoded, { b: unknownValue });
  t.true(hasUnknown({ deep: [decoded] }));
});

test('a reference to a resource is its id', (t) => {
  const reference = { [signatureKey]: '5cf8f73096256a8f31e491e813e4eb8e', urn: 'urn:x', id: 'abc' };
  t.deepEqual(decodeProperties({ restApi: reference }), { restApi: 'abc' });
});

test('an archive comes back from the wire as it went', (t) => {
  const code = new Archive('h1', {
    assets: {
      'index.mjs': new Asset('h2', { text: 'export const handler = 1' }),
      lib: new Archive('h3', { path: './lib' }),
    },
  });
  t.deepEqual(decodeProperties(encodeProperties({ code })), { code });
});

test('an archive of a state file has its hash and nothing else', (t) => {
  const code = { [signatureKey]: '0def7320c3a5731c473e5ecbe6d01bc7', hash: 'h1' };
  t.deepEqual(decodeProperties({ code }), { code: new Archive('h1', undefined) });
});

test('a kind of value of a later Pulumi is an error, and not an object', (t) => {
  t.throws(() => decodeProperties({ a: { [signatureKey]: 'new', value: 1 } }), {
    message: /kind of value/,
  });
});

test('what is undefined is never on the wire', (t) => {
  t.deepEqual(encodeProperties({ a: undefined, b: { c: undefined, d: 1 } }), { b: { d: 1 } });
});

test('plain values come back from the wire as they went', (t) => {
  const { values } = fc.letrec<{ value: unknown; values: Record<string, unknown> }>((tie) => ({
    value: fc.oneof(
      fc.boolean(),
      fc.double({ noNaN: true, noDefaultInfinity: true }),
      fc.string(),
      fc.array(tie('value'), { maxLength: 3 }),
      tie('values'),
    ),
    values: fc.dictionary(fc.string(), tie('value'), { maxKeys: 4, noNullPrototype: true }),
  }));
  fc.assert(
    fc.property(values, (properties) => {
      t.deepEqual(decodeProperties(encodeProperties(properties)), properties);
    }),
    { examples: [[Object.fromEntries([['__proto__', { a: true }]])]] },
  );
});
