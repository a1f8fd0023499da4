/** The id of a part of the page: what a name holds besides letters and digits becomes a hyphen. */
export function anchorOf(...names: readonly string[]): string {
  return names.map((name) => name.toLowerCase().replace(/[^a-z0-9]+/g, '-')).join('-');
}
