/** Edits that a word may be away from the one that was meant. */
const maxEdits = 3;

/**
 * The word that was probably meant.
 *
 * @returns undefined when none of the known words is near.
 */
export function findNearest(word: string, known: readonly string[]): string | undefined {
  const [nearest] = known
    .map((candidate) => ({ candidate, edits: countEdits(word, candidate) }))
    .filter(({ candidate, edits }) => edits <= Math.min(maxEdits, candidate.length / 2))
    .sort((a, b) => a.edits - b.edits);
  return nearest?.candidate;
}

/** Insertions, deletions and replacements from one word to the other (Levenshtein's distance). */
function countEdits(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (const [index, letter] of Array.from(from).entries()) {
    const next = [index + 1];
    for (const [column, other] of Array.from(to).entries()) {
      const replaced = (row[column] ?? 0) + (letter === other ? 0 : 1);
      next.push(Math.min(replaced, (row[column + 1] ?? 0) + 1, (next[column] ?? 0) + 1));
    }
    row = next;
  }
  return row[to.length] ?? 0;
}
