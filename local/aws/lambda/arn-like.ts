/**
 * Whether an ARN matches a pattern as the condition operator `ArnLike` compares: each of the six
 * colon-separated sections on its own, `*` for any number of characters and `?` for one. A wildcard
 * does not reach over a colon, except in the last section, which may hold colons.
 */
export function arnLike(pattern: string, arn: string): boolean {
  const patterns = sections(pattern);
  const values = sections(arn);
  if (patterns === undefined || values === undefined) {
    return false;
  }
  return patterns.every((section, index) => globMatch(section, values[index] ?? ''));
}

/** The six sections of an ARN; `undefined` where there are fewer. */
function sections(arn: string): string[] | undefined {
  const parts = arn.split(':');
  if (parts.length < 6) {
    return undefined;
  }
  return [...parts.slice(0, 5), parts.slice(5).join(':')];
}

/** Matches the whole text; linear in practice, since it only ever returns to the last `*`. */
export function globMatch(pattern: string, text: string): boolean {
  let p = 0;
  let t = 0;
  let star = -1;
  let resume = 0;
  while (t < text.length) {
    const character = pattern[p];
    if (character === '*') {
      star = p++;
      resume = t;
    } else if (character === '?' || (character !== undefined && character === text[t])) {
      p++;
      t++;
    } else if (star >= 0) {
      p = star + 1;
      t = ++resume;
    } else {
      return false;
    }
  }
  while (pattern[p] === '*') {
    p++;
  }
  return p === pattern.length;
}
