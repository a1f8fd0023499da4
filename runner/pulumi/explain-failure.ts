import { z } from 'zod';

/** What the Automation API keeps of a CLI that failed; it is in no type. */
const failedCommand = z.object({
  commandResult: z.object({ stdout: z.string(), stderr: z.string() }),
});

const maxLines = 5;
const errorMark = 'error: ';

/**
 * What went wrong with a Pulumi operation, when the engine told nothing by itself: it never began.
 *
 * @param error as the Automation API throws it: the message of a failed CLI holds its whole output, twice.
 * @returns the lines worth reading: those that the CLI calls errors, else the first ones it wrote.
 */
export function explainFailure(error: unknown): readonly string[] {
  const failed = failedCommand.safeParse(error);
  if (!failed.success) {
    return meaningfulLines(String(error)).slice(0, maxLines);
  }
  const { stderr, stdout } = failed.data.commandResult;
  const lines = [...meaningfulLines(stderr), ...meaningfulLines(stdout)];
  const errors = lines.filter((line) => line.startsWith(errorMark));
  const said = errors.length > 0 ? errors.map((line) => line.slice(errorMark.length)) : lines;
  return said.length > 0 ? [...new Set(said)].slice(0, maxLines) : ['the CLI said nothing'];
}

/** Stack frames, and the command line that the Automation API made, help nobody. */
const meaningless = /^(\s*at .*|\s*|Command failed with exit code \d+: .*)$/;

const meaningfulLines = (text: string): string[] =>
  text
    .split('\n')
    .map((line) => line.trimEnd())
    .filter((line) => !meaningless.test(line));
