import test from 'ava';
import fc from 'fast-check';
import { normalTail } from '../../../../runner/judge/normal-distribution.ts';
import { relativeError } from './_goldens.ts';

const tolerance = 1e-13;

/** To 15 digits, computed with 50. */
const knownTails: readonly (readonly [z: number, tail: number])[] = [
  [0, 0.5],
  [0.001, 0.499601057786089],
  [0.5, 0.308537538725987],
  [1, 0.158655253931457],
  [1.96, 0.0249978951482204],
  [1.9999, 0.0227555315847672],
  [2, 0.0227501319481792],
  [2.0001, 0.0227447333914106],
  [3, 0.00134989803163009],
  [3.5, 2.32629079035525e-4],
  [5, 2.86651571879194e-7],
  [7.03, 1.03266769129427e-12],
  [10, 7.61985302416053e-24],
  [20, 2.75362411860623e-89],
  [30, 4.90671392714819e-198],
  [37, 5.72557122252458e-300],
  [-1, 0.841344746068543],
  [-5, 0.999999713348428],
];

test('the tail is right in the middle and far out', (t) => {
  for (const [z, tail] of knownTails) {
    t.true(relativeError(normalTail(z), tail) < tolerance, String(z));
  }
});

test('both tails add up to 1, and the tail only shrinks', (t) => {
  const number = fc.double({ min: -8, max: 8, noNaN: true });
  fc.assert(
    fc.property(number, number, (z, other) => {
      t.true(Math.abs(normalTail(z) + normalTail(-z) - 1) < tolerance);
      const [low, high] = [Math.min(z, other), Math.max(z, other)];
      t.true(normalTail(high) <= normalTail(low) * (1 + tolerance));
    }),
  );
});

test('beyond all numbers it is 0 and 1', (t) => {
  t.is(normalTail(40), 0);
  t.is(normalTail(Infinity), 0);
  t.is(normalTail(-Infinity), 1);
});
