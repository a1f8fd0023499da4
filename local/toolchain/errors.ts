/** No Pulumi CLI was found, and none could be installed or built. `attempts` says why, one line each. */
export class ToolchainError extends Error {
  override readonly name = 'ToolchainError';
  readonly attempts: readonly string[];

  constructor(attempts: readonly string[]) {
    super(
      [
        'The Pulumi CLI is missing and could not be set up.',
        ...attempts.map((attempt) => `  - ${attempt}`),
        'Install it (https://www.pulumi.com/docs/install/), or install Go 1.25 or newer, and run the command again.',
      ].join('\n'),
    );
    this.attempts = attempts;
  }
}
