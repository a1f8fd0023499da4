import type { Markup } from './markup.ts';

/** A piece of the page that changed. */
export interface Part {
  /** Of the element that it goes into. */
  readonly id: string;
  readonly how: 'replace' | 'prepend' | 'append';
  readonly html: string;
}

/** So many children an element keeps to which is added. */
export const keptChildren: Readonly<Record<string, number>> = {
  'request-list': 60,
  'line-list': 300,
  output: 1000,
};

/** Puts markup in the place of what an element holds. */
export function replacing(id: string, { text }: Markup): Part {
  return { id, how: 'replace', html: text };
}

/** Puts markup before, or behind, what an element holds. */
export function adding(id: string, how: 'prepend' | 'append', { text }: Markup): Part {
  return { id, how, html: text };
}
