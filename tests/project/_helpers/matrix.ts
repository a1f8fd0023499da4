/**
 * Whether long matrices run whole, as `npm run test:full` asks for. Under `npm test` they run in a
 * quick form. That command finds the test files that have both by their import of this file.
 */
export const isFullForm = process.env.FULL_MATRIX === '1';

/**
 * The points of a matrix that are to run: all in the full form, every nth in the quick one.
 *
 * @param quickStride n, from 1.
 * @param quickStart index of the first one in the quick form.
 */
export function pointsToRun<T>(
  all: readonly T[],
  quickStride: number,
  quickStart = 0,
): readonly T[] {
  const isQuickPoint = (index: number) =>
    index >= quickStart && (index - quickStart) % quickStride === 0;
  return isFullForm ? all : all.filter((_, index) => isQuickPoint(index));
}
