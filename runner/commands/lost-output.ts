import { writeSync } from 'node:fs';
import { exitStatus } from '../errors.ts';

const stderrDescriptor = 2;

/**
 * Lets a command go on whose output gets nowhere: what is told decides nothing about what is served. A reader of it
 * that has gone away, as in `npm run status | head -1`, is no failure; a disk that is full is one, told at the end.
 */
export function outliveOutput(): void {
  let lost: Error | undefined;
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE') {
        lost ??= error;
      }
    });
  }
  process.once('exit', () => {
    if (lost !== undefined && process.exitCode === exitStatus.done) {
      process.exitCode = exitStatus.environment;
      tryToSay(
        `The command has done its work, but not all of its output could be written: ${lost.message}`,
      );
    }
  });
}

function tryToSay(text: string): void {
  try {
    writeSync(stderrDescriptor, `${text}\n`);
  } catch {
    // It may be stderr that is lost.
  }
}
