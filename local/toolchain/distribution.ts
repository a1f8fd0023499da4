// A folder with the two executables that running this project's program takes: the CLI, and the language
// host that it starts for `runtime: nodejs`.

import { join } from 'node:path';
import { isExecutable } from './executables.ts';

/** What is installed or built when the machine has none. */
export const pinnedVersion = '3.259.0';
export const oldestVersion = '3.200.0';

export const cliName = 'pulumi';
export const languageHostName = 'pulumi-language-nodejs';

export interface Toolchain {
  /** Absolute path of the folder that holds `pulumi`; put it first on `PATH`. */
  readonly binDir: string;
  /** Semantic version without the `v`. */
  readonly version: string;
}

export const isComplete = (binDir: string): boolean =>
  isExecutable(join(binDir, cliName)) && isExecutable(join(binDir, languageHostName));
