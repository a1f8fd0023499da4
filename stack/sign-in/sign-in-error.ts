/** Nobody could sign in to AWS, and it was not the network. */
export class SignInError extends Error {
  /** What to do about it, for people. */
  readonly advice: string;

  constructor(problem: string, advice: string, options: ErrorOptions = {}) {
    super(problem, options);
    this.name = 'SignInError';
    this.advice = advice;
  }
}
