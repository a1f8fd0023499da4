/**
 * The name that was probably meant: what was typed is its beginning, or a slip of the fingers away
 * from it, or two when it is long.
 *
 * @returns undefined when none is near, or more than one begins like that.
 */
export function findNearest(typed: string, names: readonly string[]): string | undefined {
  const longer = typed.length < 3 ? [] : names.filter((name) => name.startsWith(typed));
  if (longer.length === 1) {
    return longer[0];
  }
  const most = Math.max(1, Math.floor(typed.length / 3));
  const [nearest] = names
    .map((name) => ({ name, slips: countSlips(typed, name) }))
    .filter(({ name, slips }) => slips <= most && slips < name.length)
    .sort((a, b) => a.slips - b.slips);
  return nearest?.name;
}

/** Letters to add, leave out, change, or swap with the next one (optimal string alignment). */
export function countSlips(from: string, to: string): number {
  let before: number[] = [];
  let row = Array.from({ length: to.length + 1 }, (_, column) => column);
  for (let i = 1; i <= from.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= to.length; j += 1) {
      const isSame = from[i - 1] === to[j - 1];
      const isSwapped = i > 1 && j > 1 && from[i - 1] === to[j - 2] && from[i - 2] === to[j - 1];
      next[j] = Math.min(
        (row[j] ?? 0) + 1,
        (next[j - 1] ?? 0) + 1,
        (row[j - 1] ?? 0) + (isSame ? 0 : 1),
        isSwapped ? (before[j - 2] ?? 0) + 1 : Infinity,
      );
    }
    [before, row] = [row, next];
  }
  return row[to.length] ?? 0;
}
