import test from 'ava';
import fc from 'fast-check';
import { formatPair, isSamePair, parsePair } from '../../../stack/pair.ts';

const pair = fc.record({
  version: fc.oneof(fc.nat().map(String), fc.constant('$LATEST')),
  deployment: fc.stringMatching(/^[a-z0-9]{1,10}$/),
});

test('a pair that is read back is the one that was written', (t) => {
  fc.assert(
    fc.property(pair, (written) => {
      t.deepEqual(parsePair(formatPair(written)), written);
    }),
  );
});

test('two pairs are the same when both code and API definition are', (t) => {
  fc.assert(
    fc.property(pair, pair, (a, b) => {
      t.is(isSamePair(a, b), formatPair(a) === formatPair(b));
      t.true(isSamePair(a, { ...a }));
      t.false(isSamePair(a, { ...a, deployment: `${a.deployment}x` }));
      t.false(isSamePair(a, { ...a, version: `${a.version}0` }));
    }),
  );
});

for (const text of ['', '7', '@abcdef', '7@', 'x@abcdef', '7@a b', '7@a@b', '$latest@abcdef']) {
  test(`"${text}" is no pair`, (t) => {
    t.is(parsePair(text), undefined);
  });
}
