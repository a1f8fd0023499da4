/** Where progress is shown: `process.stderr`. */
export interface Screen {
  write(text: string): unknown;
  readonly isTTY?: boolean;
  readonly columns?: number;
}

/**
 * Lines at the end of a terminal that are drawn again and again, below those that stay. Each write is one,
 * so that nothing flickers; none is longer than the window, which would wrap it and lose the place.
 */
export class LiveLines {
  readonly #screen: Screen;
  #drawn = 0;

  constructor(screen: Screen) {
    this.#screen = screen;
  }

  /** @param kept goes above the lines, and stays; with a line break at its end. */
  draw(lines: readonly string[], kept = ''): void {
    const widest = widthOf(this.#screen);
    const text = lines.map((line) => `${cut(line, widest)}\n`).join('');
    const erase = this.#drawn === 0 ? '' : `\u001B[${String(this.#drawn)}A\u001B[J`;
    this.#drawn = lines.length;
    const output = erase + kept + text;
    if (output !== '') {
      this.#screen.write(output);
    }
  }
}

/** What fits without being wrapped. */
export function widthOf({ columns = 80 }: Pick<Screen, 'columns'>): number {
  return Math.max(1, columns - 1);
}

export function cut(line: string, widest: number): string {
  const characters = Array.from(line);
  return characters.length <= widest ? line : `${characters.slice(0, widest - 1).join('')}…`;
}
