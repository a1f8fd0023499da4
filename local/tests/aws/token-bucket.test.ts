import test from 'ava';
import fc from 'fast-check';

import { fill, fullBucket } from '../../aws/token-bucket.ts';

test('a bucket fills at its rate, up to its burst, and never by a clock that goes back', (t) => {
  const limits = { rate: 2, burst: 5 };
  const bucket = { ...fullBucket(5, 1000), tokens: 0 };
  fill(bucket, limits, 1500);
  t.is(bucket.tokens, 1);
  fill(bucket, limits, 500);
  t.is(bucket.tokens, 1);
  fill(bucket, limits, 60_000);
  t.is(bucket.tokens, 5);
});

test('filling in steps is the same as at once', (t) => {
  fc.assert(
    fc.property(fc.array(fc.nat(1000)), (pauses) => {
      const limits = { rate: 0.5, burst: 1e9 };
      const [one, steps] = [fullBucket(0, 0), fullBucket(0, 0)];
      let now = 0;
      for (const pause of pauses) {
        now += pause;
        fill(steps, limits, now);
      }
      fill(one, limits, now);
      t.true(Math.abs(one.tokens - steps.tokens) < 1e-6);
    }),
  );
});
