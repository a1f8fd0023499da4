import type { UsagePlan } from './state.ts';

const dayMs = 86_400_000;

/** A day as usage is kept: `2026-11-25`, in UTC. */
export function dayOf(ms: number): string {
  return new Date(ms).toISOString().slice(0, 10);
}

/** The days from one to another, both included. */
export function daysBetween(first: string, last: string): string[] {
  const [start, end] = [first, last].map((day) => Date.parse(`${day}T00:00:00Z`));
  const count = Math.floor(((end ?? 0) - (start ?? 0)) / dayMs) + 1;
  return Array.from({ length: Math.max(0, count) }, (_, index) =>
    dayOf((start ?? 0) + index * dayMs),
  );
}

/**
 * What a key may still do in the period of a day, from the count at the day's end.
 *
 * @param day `2026-11-25`
 * @returns undefined where the plan has no quota
 */
export function remainingOn(plan: UsagePlan, keyId: string, day: string): number | undefined {
  const { quota } = plan;
  if (quota === undefined) {
    return undefined;
  }
  const start = periodStart(quota.period, day);
  const isFirst = start === periodStart(quota.period, dayOf(plan.createdDate * 1000));
  const used = Object.entries(plan.usage[keyId] ?? {})
    .filter(([of]) => of >= start && of <= day)
    .reduce((sum, [, count]) => sum + count, 0);
  return Math.max(0, quota.limit - (isFirst ? quota.offset : 0) - used);
}

/** Weeks begin on Sunday. */
function periodStart(period: 'DAY' | 'WEEK' | 'MONTH', day: string): string {
  const ms = Date.parse(`${day}T00:00:00Z`);
  switch (period) {
    case 'DAY':
      return day;
    case 'WEEK':
      return dayOf(ms - new Date(ms).getUTCDay() * dayMs);
    case 'MONTH':
      return `${day.slice(0, 8)}01`;
  }
}
