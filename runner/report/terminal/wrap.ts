/**
 * Breaks a text between words.
 *
 * @param width of the screen.
 * @param indent of every line but the first; of the first, too, where `first` is left out.
 * @returns lines; a word that is longer than the screen is a line of its own.
 */
export function wrap(text: string, width: number, indent: string, first = indent): string[] {
  const lines: string[] = [];
  let line = '';
  let before = first;
  for (const word of text.split(' ')) {
    if (line !== '' && before.length + line.length + 1 + word.length > width) {
      lines.push(before + line);
      [line, before] = [word, indent];
    } else {
      line = line === '' ? word : `${line} ${word}`;
    }
  }
  return [...lines, before + line];
}
