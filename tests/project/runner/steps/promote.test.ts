import test from 'ava';
import { promote } from '../../../../runner/steps/promote.ts';
import { openStand } from '../_stand.ts';

test('a promotion says what it moves from and to, and what stays where it is', async (t) => {
  const { clients: writers, pair, read } = await openStand(t);
  const target = await read();
  const said = (place: '1@old' | '2@new') => {
    const step = promote({ writers, id: 'r1' }, target, pair(place));
    return [step.detail?.(target), step.planned?.detail];
  };
  const [old, next] = [target.apiStage.deploymentId, pair('2@new').deployment];
  t.deepEqual(said('2@new'), [`1@${old} to 2@${next}`, `would move 1@${old} to 2@${next}`]);
  t.deepEqual(said('1@old'), [`stays on 1@${old}`, `would stay on 1@${old}`]);
});
