import { execFileSync } from 'node:child_process';
import { waitFor } from '../../../../local/tests/_helpers/launcher.ts';

/**
 * Waits until no process is left that was started with a text in its arguments or environment.
 *
 * @throws {Error} with the processes when there still are some after a minute; they are ended then.
 */
export async function noProcessLeft(text: string): Promise<void> {
  try {
    await waitFor('no process is left', () => processesWith(text).length === 0);
  } catch (error) {
    const left = processesWith(text);
    for (const { pid } of left) {
      process.kill(pid, 'SIGKILL');
    }
    throw new Error(`Left running: ${left.map(({ command }) => command).join('\n')}`, {
      cause: error,
    });
  }
}

interface Process {
  readonly pid: number;
  readonly command: string;
}

/** Of this user: `e` shows the environment after the arguments, on Linux and on macOS. */
function processesWith(text: string): Process[] {
  const listing = execFileSync('ps', ['axeww', '-o', 'pid=,command='], {
    encoding: 'utf8',
    maxBuffer: 64_000_000,
  });
  return listing
    .split('\n')
    .filter((line) => line.includes(text))
    .map((line) => ({ pid: Number.parseInt(line, 10), command: line.trim().slice(0, 200) }))
    .filter(({ pid }) => pid !== process.pid);
}
