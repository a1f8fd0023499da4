import { markup, type Markup } from '../text/markup.ts';

type Cell = string | number | Markup | undefined;

/**
 * A table that becomes a list of blocks where the screen is narrow: each cell knows its column.
 *
 * @param caption for who cannot see where it stands.
 * @param rows the first cell of each names it.
 */
export function tableOf(
  caption: string,
  head: readonly string[],
  rows: readonly (readonly Cell[])[],
): Markup {
  return markup`<table>
<caption class="hidden">${caption}</caption>
<thead><tr>${head.map((title) => markup`<th scope="col">${title}</th>`)}</tr></thead>
<tbody>${rows.map(
    ([first, ...rest]) =>
      markup`<tr><th scope="row">${first}</th>${rest.map(
        (cell, at) => markup`<td data-label="${head[at + 1] ?? ''}">${cell}</td>`,
      )}</tr>`,
  )}</tbody>
</table>`;
}

/** Names with what belongs to them. */
export function factsOf(facts: readonly (readonly [name: string, value: Cell])[]): Markup {
  return markup`<dl class="facts">${facts.map(
    ([name, value]) => markup`<div><dt>${name}</dt><dd>${value}</dd></div>`,
  )}</dl>`;
}
