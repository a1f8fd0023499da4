/** By two clocks: one that may be set meanwhile, and one that may stand still while a machine sleeps. */
export interface Moment {
  readonly date: number;
  readonly steady: number;
}

export function thisMoment(): Moment {
  return { date: Date.now(), steady: performance.now() };
}

/** Milliseconds, as many as either clock says. */
export function msSince({ date, steady }: Moment): number {
  return Math.max(Date.now() - date, performance.now() - steady);
}
