/** An error as Lambda's Node.js runtime answers it. */
export interface ErrorAnswer {
  readonly errorType: string;
  readonly errorMessage: string;
  readonly trace: readonly string[];
}

/** An error of the runtime itself: its name is what `errorType` says. */
export class RuntimeError extends Error {
  constructor(name: string, message: string, cause?: unknown) {
    super(message, { cause });
    this.name = name;
  }
}

/** Whatever a handler may throw, also what is not an Error. */
export function errorAnswer(thrown: unknown): ErrorAnswer {
  try {
    if (thrown instanceof Error) {
      return {
        errorType: thrown.name,
        errorMessage: thrown.message,
        trace: (thrown.stack ?? '').split('\n'),
      };
    }
    return { errorType: typeof thrown, errorMessage: String(thrown), trace: [] };
  } catch {
    return { errorType: 'handled', errorMessage: 'The error could not be read.', trace: [] };
  }
}

/** The line of the log for an error: its own members with it, as far as they are JSON. */
export function errorLogText(thrown: unknown): string {
  const { errorType, errorMessage, trace } = errorAnswer(thrown);
  const members = typeof thrown === 'object' && thrown !== null ? { ...thrown } : {};
  const known = { errorType, errorMessage };
  try {
    return JSON.stringify({ ...known, ...members, stack: trace });
  } catch {
    return JSON.stringify({ ...known, stack: trace });
  }
}
