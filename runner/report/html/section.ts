import type { Markup } from '../text/markup.ts';

/** A part of the page that can be linked to. */
export interface Section {
  /** Stable: links to it stay. */
  readonly id: string;
  readonly title: string;
  readonly intro?: string;
  readonly body: Markup;
}
