import { spawn } from 'node:child_process';
import { pathToFileURL } from 'node:url';

/** What opens a file with the program that a person has chosen for it. */
const openers: Readonly<Partial<Record<NodeJS.Platform, readonly [string, ...string[]]>>> = {
  darwin: ['open'],
  win32: ['explorer.exe'],
};

/** Opens a page in the browser of whoever sits there; where there is none, nothing happens. */
export function openPage(page: string, platform = process.platform): void {
  const [command, ...args] = openers[platform] ?? ['xdg-open'];
  const opener = spawn(command, [...args, pathToFileURL(page).href], {
    stdio: 'ignore',
    detached: true,
  });
  // There may be no such program: the path is told in any case.
  opener.on('error', () => undefined);
  opener.unref();
}
