import test from 'ava';
import { daysBetween, remainingOn } from '../../../aws/apigateway/quota.ts';
import type { Quota, UsagePlan } from '../../../aws/apigateway/state.ts';
import { toState } from '../../_helpers/plain.ts';

/** Made on a Wednesday, 25 November 2026. */
function plan(quota: Quota, usage: Record<string, number>): UsagePlan {
  const createdDate = Date.parse('2026-11-25T12:00:00Z') / 1000;
  return toState<UsagePlan>({
    ...{ id: 'p', name: 'p', createdDate, apiStages: [], keyIds: ['k'], tags: {} },
    ...{ quota, usage: { k: usage } },
  });
}

test('a quota is of a day, of a week from Sunday, or of a month', (t) => {
  const usage = { '2026-11-21': 1, '2026-11-22': 2, '2026-11-25': 4, '2026-12-01': 8 };
  const left = (period: Quota['period'], day: string) =>
    remainingOn(plan({ limit: 20, offset: 0, period }, usage), 'k', day);
  t.is(left('DAY', '2026-11-25'), 16);
  t.is(left('WEEK', '2026-11-25'), 14);
  t.is(left('WEEK', '2026-11-21'), 19);
  t.is(left('MONTH', '2026-11-25'), 13);
  t.is(left('MONTH', '2026-12-31'), 12);
});

test('the offset is taken off the period in which the plan was made only', (t) => {
  const ofPlan = plan({ limit: 10, offset: 3, period: 'WEEK' }, {});
  t.is(remainingOn(ofPlan, 'k', '2026-11-26'), 7);
  t.is(remainingOn(ofPlan, 'k', '2026-11-29'), 10);
});

test('days are counted over the end of a month', (t) => {
  t.deepEqual(daysBetween('2026-11-29', '2026-12-01'), ['2026-11-29', '2026-11-30', '2026-12-01']);
  t.deepEqual(daysBetween('2026-12-01', '2026-11-29'), []);
});
