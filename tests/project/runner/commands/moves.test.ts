import test from 'ava';
import { findMoves } from '../../../../runner/commands/moves.ts';
import { makeTarget } from './_target.ts';

const six = { version: '6', deployment: 'd' };
const seven = { version: '7', deployment: 'd' };

test('what a release wrote into the journals is what it moved', (t) => {
  const targets = [
    makeTarget('stage', seven, { before: [six], release: 'this' }),
    makeTarget('prod', six, { before: [], release: 'earlier' }),
  ];
  t.deepEqual(findMoves(targets, 'this', []), [{ target: 'stage', from: six, to: seven }]);
});

test('a target that serves what it served was not moved', (t) => {
  const targets = [makeTarget('stage', six, { before: [six], release: 'this' })];
  t.deepEqual(findMoves(targets, 'this', []), []);
});

test('where nothing was released before, there is nothing to come from', (t) => {
  const targets = [makeTarget('stage', six, { before: [], release: 'this' })];
  t.deepEqual(findMoves(targets, 'this', []), [{ target: 'stage', from: null, to: six }]);
});

test('what a release found is what it moved a target from', (t) => {
  const five = { version: '5', deployment: 'd' };
  const targets = [makeTarget('stage', six, { before: [five], release: 'this' })];
  const found = (serves: typeof six) => [{ name: 'stage', serves }];
  t.deepEqual(findMoves(targets, 'this', found(seven)), [
    { target: 'stage', from: seven, to: six },
  ]);
  t.deepEqual(findMoves(targets, 'this', found(six)), [], 'a share was put back');
  const latest = { version: '$LATEST', deployment: 'd' };
  t.deepEqual(findMoves(targets, 'this', found(latest)), [
    { target: 'stage', from: five, to: six },
  ]);
});
