/** The code cannot be bundled as it is: what is wrong, and what to do about it. */
export class BundleError extends Error {
  /** What to do or to type, as half a sentence: `add it to function/package.json`. */
  readonly remedy: string;
  /** What a bundler of the user's own printed. */
  readonly output: string;

  constructor(problem: string, remedy: string, output = '') {
    super(problem);
    this.name = 'BundleError';
    this.remedy = remedy;
    this.output = output;
  }
}
