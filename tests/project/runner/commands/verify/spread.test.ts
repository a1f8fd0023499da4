import test from 'ava';
import { spreadOf } from '../../../../../runner/commands/verify/spread.ts';

test('the p99 of a hundred is the last but one, and of fewer the worst', (t) => {
  const hundred = Array.from({ length: 100 }, (_, at) => 100 - at);
  t.deepEqual(spreadOf(hundred), { changes: 100, median: 50, p99: 99, worst: 100 });
  t.deepEqual(spreadOf([3, 1, 2]), { changes: 3, median: 2, p99: 3, worst: 3 });
});

test('of nothing there is a spread of zeros', (t) => {
  t.deepEqual(spreadOf([]), { changes: 0, median: 0, p99: 0, worst: 0 });
});
