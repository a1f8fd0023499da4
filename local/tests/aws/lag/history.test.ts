import test from 'ava';
import fc from 'fast-check';

import { History } from '../../../aws/lag/history.ts';

test('a host sees a value once it has learned of it, and never an older one again', (t) => {
  const history = new History('first');
  history.write('second', 100, [50, 0]);
  history.write('third', 110, [0, 90]);
  t.is(history.seenBy(0, 149), 'first');
  t.is(history.seenBy(0, 150), 'third', 'the second one arrived together with the third');
  t.is(history.seenBy(1, 100), 'second');
  t.is(history.seenBy(1, 199), 'second');
  t.is(history.seenBy(1, 200), 'third');
  t.is(history.asOf(99), 'first');
  t.is(history.asOf(100), 'second');
  t.is(history.asOf(111), 'third');
});

test('a resource that is made or deleted is seen late as well', (t) => {
  const history = new History<string>(undefined);
  history.write('made', 100, [10]);
  history.write(undefined, 200, [10]);
  t.is(history.seenBy(0, 109), undefined);
  t.is(history.seenBy(0, 209), 'made');
  t.is(history.seenBy(0, 210), undefined);
  t.false(history.prune(200));
});

test('a read knows of what was made as soon as it is, and of what was deleted for a while', (t) => {
  const history = new History<string>(undefined);
  history.write('made', 100, [10]);
  history.write('changed', 105, [10]);
  t.is(history.asOf(99), 'made');
  t.is(history.asOf(104), 'made');
  history.write(undefined, 200, [10]);
  t.is(history.asOf(199), 'changed');
  t.is(history.asOf(200), undefined);
});

const bound = 100;
const writes = fc.array(
  fc.record({
    pause: fc.nat(60),
    delays: fc.array(fc.nat(bound), { minLength: 3, maxLength: 3 }),
  }),
  { maxLength: 8 },
);

test('what a host sees is a value of the last seconds, in order; forgetting changes nothing', (t) => {
  fc.assert(
    fc.property(writes, (given) => {
      const whole = new History(-1);
      const pruned = new History(-1);
      const times: number[] = [];
      let now = 0;
      for (const [value, { pause, delays }] of given.entries()) {
        now += pause;
        times.push(now);
        whole.write(value, now, delays);
        pruned.write(value, now, delays);
        pruned.prune(now - bound);
      }
      for (const host of [0, 1, 2]) {
        let before = -1;
        for (let at = now; at <= now + bound; at += 7) {
          const seen = whole.seenBy(host, at) ?? -1;
          t.true(seen >= before);
          before = seen;
          t.true((times[seen + 1] ?? Infinity) + bound >= at, 'replaced for longer than the bound');
          t.is(pruned.seenBy(host, at), seen);
          t.is(pruned.asOf(at - bound), whole.asOf(at - bound));
        }
        t.is(whole.seenBy(host, now + bound), given.length - 1);
      }
    }),
  );
});
