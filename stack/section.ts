import { z } from 'zod';
import { findNearest } from './nearest.ts';

/**
 * A part of the settings, of which every key is known: a mistyped one would be ignored in silence, with
 * the protection that it was to switch on.
 */
export function section<Shape extends z.core.$ZodLooseShape>(shape: Shape) {
  return z.strictObject(shape, {
    error: (issue) =>
      issue.code === 'unrecognized_keys'
        ? issue.keys
            .map((key) => `${key} ${describeUnknownKey(key, Object.keys(shape))}`)
            .join('; ')
        : undefined,
  });
}

/** `is no setting here; do you mean memorySize?` */
export function describeUnknownKey(key: string, known: readonly string[], where = 'here'): string {
  const meant = findNearest(key, known);
  const hint = meant === undefined ? `there are ${known.join(', ')}` : `do you mean ${meant}?`;
  return `is no setting ${where}; ${hint}`;
}
