/** How far `go` is, by the lines that it writes: with `build -v` each package that it has compiled. */
export class BuildProgress {
  readonly #compiled = new Set<string>();
  #modules = 0;
  #total = 0;

  /** @param total of packages to compile; 0 where that is not known */
  expect(total: number): void {
    this.#total = total;
  }

  /**
   * @param program whose build wrote it: two may compile the same package in two versions
   * @param line of stderr
   */
  note(program: string, line: string): void {
    if (line.startsWith('go: downloading ')) {
      this.#modules += 1;
    } else if (/^[^\s#:]+$/.test(line)) {
      this.#compiled.add(`${program} ${line}`);
    }
  }

  /** `37 % (412 of 1108 packages)`; before anything is compiled, how many modules have come. */
  describe(): string {
    const compiled = this.#compiled.size;
    if (compiled === 0) {
      return `${String(this.#modules)} modules downloaded`;
    }
    if (this.#total === 0) {
      return `${String(compiled)} packages`;
    }
    // Linking comes after the last package.
    const percent = Math.min(99, Math.floor((100 * compiled) / this.#total));
    return `${String(percent)} % (${String(compiled)} of ${String(this.#total)} packages)`;
  }
}
