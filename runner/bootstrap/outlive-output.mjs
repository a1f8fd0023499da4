// Imported before a command is. Its output may get nowhere, and decides nothing about what is served: a reader that
// has gone away, as in `npm run status | head -1`, is no failure; a disk that is full is one, told at the end.

import { writeSync } from 'node:fs';

const environmentNotReady = 3;
const stderrDescriptor = 2;

let lost;
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error) => {
    if (error.code !== 'EPIPE') {
      lost ??= error;
    }
  });
}

process.once('exit', () => {
  if (lost !== undefined && !process.exitCode) {
    process.exitCode = environmentNotReady;
    tryToSay(
      `The command has done its work, but not all of its output could be written: ${lost.message}`,
    );
  }
});

function tryToSay(text) {
  try {
    writeSync(stderrDescriptor, `${text}\n`);
  } catch {
    // It may be stderr that is lost.
  }
}
