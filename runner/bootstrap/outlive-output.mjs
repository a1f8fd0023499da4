// Imported before a command is. Its output may get nowhere, and decides nothing about what is served: that is told at
// the end.

import { writeSync } from 'node:fs';
import { loseOutput, lostOutput } from './lost-output.mjs';

const environmentNotReady = 3;
const stderrDescriptor = 2;

for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', loseOutput);
}

process.once('exit', () => {
  const lost = lostOutput();
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
