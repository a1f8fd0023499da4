/** A DNS name as Route 53 keeps it: in lower case, with a dot at the end, other characters as `\ooo`. */
export function canonicalName(name: string): string {
  const lower = name.toLowerCase().replace(/\.?$/, '.');
  return lower.replaceAll(
    /[^a-z0-9.\-_\\]/g,
    (character) => `\\${character.charCodeAt(0).toString(8).padStart(3, '0')}`,
  );
}

/** By labels from the last to the first, the order in which Route 53 lists. */
export function listingKey(name: string): string {
  return name.split('.').reverse().join('.');
}

/** Whether a name is a zone's own, or below it; both with a dot at the end. */
export function isWithin(name: string, zone: string): boolean {
  return name === zone || name.endsWith(`.${zone}`);
}
