import { TemplateError } from './template-error.ts';

/** A node of the parser's tree; its members depend on `type`. */
export type Node = Readonly<Record<string, unknown>> & { readonly type: string };

export function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'type' in value
    ? typeof value.type === 'string'
    : false;
}

export function asNode(value: unknown): Node {
  if (!isNode(value)) {
    throw new TemplateError('The template has a construct that is not modelled');
  }
  return value;
}

/** The members of a list of nodes; the parser leaves an empty list out or writes `false`. */
export function asList(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** The text of a node's member: the parser keeps some numbers as numbers. */
export function asText(value: unknown): string {
  if (typeof value === 'string') {
    return value;
  }
  if (typeof value === 'number') {
    return String(value);
  }
  throw new TemplateError('The template has a construct that is not modelled');
}

/** A block (`#if … #end`) is a list whose first member says what it is. */
export function isBlock(value: unknown): value is readonly unknown[] {
  return Array.isArray(value);
}
