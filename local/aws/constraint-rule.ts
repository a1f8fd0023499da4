import type { z } from 'zod';

/**
 * The constraint that an input breaks, in the words of the validation that AWS derives from a service's
 * model. A schema's own message stays; a pattern without one is taken for the model's, which has no anchors.
 */
export function constraintRule(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case 'too_small':
      return bound(issue.origin, 'greater', issue.minimum);
    case 'too_big':
      return bound(issue.origin, 'less', issue.maximum);
    case 'invalid_value':
      return `Member must satisfy enum value set: [${issue.values.map(String).join(', ')}]`;
    case 'invalid_format':
      return issue.message.startsWith('Invalid ') && issue.pattern !== undefined
        ? `Member must satisfy regular expression pattern: ${issue.pattern.replaceAll(/^\/\^|\$\/u?$/g, '')}`
        : issue.message;
    default:
      return issue.message;
  }
}

function bound(origin: string, than: 'greater' | 'less', limit: number | bigint): string {
  const what = ['int', 'number', 'bigint'].includes(origin) ? 'value' : 'length';
  return `Member must have ${what} ${than} than or equal to ${String(limit)}`;
}
