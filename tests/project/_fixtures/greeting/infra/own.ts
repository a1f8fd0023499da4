import type { OwnResources, StackFacts } from './own-resources.ts';

/**
 * Resources of your own: a table, a queue, a parameter. What is returned reaches the function and
 * `openapi.yaml`; docs/your-own-function.md has an example.
 */
export function createOwnResources(_stack: StackFacts): OwnResources | Promise<OwnResources> {
  return {};
}
