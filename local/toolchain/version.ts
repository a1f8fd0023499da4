/** Compares the numbers of two versions; what follows them (`-dev.1`) is not looked at. */
export function isAtLeast(version: string, oldest: string): boolean {
  const numbers = version.split(/[.+-]/).slice(0, 3).map(Number);
  const bounds = oldest.split('.').map(Number);
  for (const [index, bound] of bounds.entries()) {
    const difference = (numbers[index] ?? 0) - bound;
    if (difference !== 0) {
      return difference > 0;
    }
  }
  return true;
}
