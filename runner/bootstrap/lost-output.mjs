// What a command had to say and could not. A reader that has gone away, as in `npm run status | head -1`, is no
// failure; a disk that is full is one.

let lost;

export function loseOutput(error) {
  if (error.code !== 'EPIPE') {
    lost ??= error;
  }
}

export function lostOutput() {
  return lost;
}
