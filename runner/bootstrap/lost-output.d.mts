/** Told of what could not be written: a command that did its work ends with 3, unless its reader went away. */
export function loseOutput(error: NodeJS.ErrnoException): void;
/** The first of them; undefined when all was written. */
export function lostOutput(): Error | undefined;
