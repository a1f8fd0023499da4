import type { Answer } from './watch-change.ts';

/** Answers of the API by whether version and deployment were given to it together. */
export interface PairTally {
  readonly whole: number;
  /** Of the deployment of one state and the version of another. */
  readonly mixed: number;
  /** Of no pair: throttled, refused, or no answer at all. */
  readonly none: number;
}

/** @param whole pairs that one write named together, `1@a1b2c3`. */
export function tallyPairs(answers: readonly Answer[], whole: readonly string[]): PairTally {
  const wholes = answers.filter(({ text }) => whole.includes(text)).length;
  const mixed = answers.filter(({ text }) => isPair(text) && !whole.includes(text)).length;
  return { whole: wholes, mixed, none: answers.length - wholes - mixed };
}

export function addTallies(tallies: readonly PairTally[]): PairTally {
  const sum = (part: keyof PairTally) => tallies.reduce((total, each) => total + each[part], 0);
  return { whole: sum('whole'), mixed: sum('mixed'), none: sum('none') };
}

/** `1@a1b2c3`; anything else is what came instead. */
export function isPair(text: string): boolean {
  return /^\d+@\w+$/.test(text);
}
