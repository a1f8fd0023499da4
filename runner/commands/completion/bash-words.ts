/** bash takes a word apart where one of these is in it: `test:api` is three words to it. */
const breaks = /^[:=]+$/;

/**
 * Puts words together again that bash took apart; what another shell gives stays as it is, since none of
 * our words begins or ends with such a sign.
 *
 * @returns the words, and how much of the last one bash will not replace.
 */
export function joinWords(words: readonly string[]): {
  readonly joined: readonly string[];
  readonly kept: number;
} {
  const joined: string[] = [];
  let isGlued = false;
  let kept = 0;
  for (const word of words) {
    const isBreak = breaks.test(word);
    const before = isBreak || isGlued ? joined.pop() : undefined;
    joined.push(`${before ?? ''}${word}`);
    kept = (before?.length ?? 0) + (isBreak ? word.length : 0);
    isGlued = isBreak;
  }
  return { joined, kept };
}
