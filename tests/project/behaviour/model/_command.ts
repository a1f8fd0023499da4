import fc from 'fast-check';
import type { Expectations } from './_expectations.ts';
import type { World } from './_world.ts';

/** One step of a history. */
export type Command = fc.AsyncCommand<Expectations, World>;

export const always = () => true;

export const sometimes = fc.oneof(
  { weight: 3, arbitrary: fc.constant(false) },
  { weight: 1, arbitrary: fc.constant(true) },
);
