/** Something that the person at the terminal has to put right; the message is one sentence. */
export class SessionError extends Error {
  /** Exit status: 2 wrong usage, 3 the environment is not ready. */
  readonly status: 2 | 3;

  constructor(message: string, status: 2 | 3 = 3, options?: ErrorOptions) {
    super(message, options);
    this.name = 'SessionError';
    this.status = status;
  }
}
