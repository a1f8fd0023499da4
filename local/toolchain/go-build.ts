// Where Pulumi's installer cannot be reached but Go modules can: the CLI and the Node.js language host from
// the modules pinned, with their checksums, in cli/ and language-host/.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { cliName, isComplete, languageHostName, pinnedVersion } from './distribution.ts';
import { findOnPath } from './executables.ts';

export type Report = (line: string) => void;

interface GoProgram {
  readonly name: string;
  /** Folder beside this file with the go.mod and go.sum. */
  readonly folder: string;
  readonly package: string;
}

const programs: readonly GoProgram[] = [
  {
    name: languageHostName,
    folder: 'language-host',
    package: 'github.com/pulumi/pulumi/sdk/v3/nodejs/cmd/pulumi-language-nodejs',
  },
  { name: cliName, folder: 'cli', package: 'github.com/pulumi/pulumi/pkg/v3/cmd/pulumi' },
];

const versionVariable = 'github.com/pulumi/pulumi/sdk/v3/go/common/version.Version';
const signOfLifeMs = 20_000;
const keptLines = 5;

const buildArguments = (program: GoProgram, binDir: string): string[] => [
  'build',
  '-v',
  '-trimpath',
  '-ldflags',
  `-s -w -X ${versionVariable}=v${pinnedVersion}`,
  '-o',
  join(binDir, program.name),
  program.package,
];

/** `go build -v` names each package on stderr as it is compiled; downloads are announced there too. */
async function build(program: GoProgram, binDir: string, env: NodeJS.ProcessEnv, report: Report) {
  const child = spawn('go', buildArguments(program, binDir), {
    cwd: join(import.meta.dirname, program.folder),
    env: { ...env, GOFLAGS: '-mod=readonly', GOWORK: 'off', CGO_ENABLED: '0' },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const stop = (): void => void child.kill();
  process.once('exit', stop);
  const lines: string[] = [];
  createInterface({ input: child.stderr }).on('line', (line) => lines.push(line));
  const timer = setInterval(() => {
    report(`  still building ${program.name}: ${String(lines.length)} steps done…`);
  }, signOfLifeMs);
  try {
    await once(child, 'close');
  } finally {
    clearInterval(timer);
    process.off('exit', stop);
  }
  if (child.exitCode === 0) {
    return;
  }
  const ended = child.signalCode ?? `status ${String(child.exitCode)}`;
  throw new Error(`${program.name}: ${ended}: ${lines.slice(-keptLines).join(' | ')}`);
}

/**
 * Builds `root/bin/pulumi` and `root/bin/pulumi-language-nodejs`: some minutes the first time.
 * Throws when there is no `go`, or it fails (the last lines it said are in the message).
 */
export async function buildWithGo(
  root: string,
  env: NodeJS.ProcessEnv,
  report: Report,
): Promise<void> {
  if (findOnPath('go', env) === undefined) {
    throw new Error('no go on PATH');
  }
  report('Building the Pulumi CLI with go instead, once: four to ten minutes…');
  const binDir = join(root, 'bin');
  for (const program of programs) {
    await build(program, binDir, env, report);
  }
  if (!isComplete(binDir)) {
    throw new Error('go left no executables');
  }
}
