// Where Pulumi's installer cannot be reached but Go modules can: the CLI and the Node.js language host from
// the modules pinned, with their checksums, in cli/ and language-host/.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { BuildProgress } from './build-progress.ts';
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
const signOfLifeMs = 10_000;
const keptLines = 5;

/** Optimized, and without debug information. */
const optimized = (packages: string): string => `-gcflags=${packages}=-dwarf=false`;

/**
 * What half of the time would go into is left out: DirectPath of Google's storage, which the CLI compiles in and does
 * not use, debug information, and the optimization of all but what runs whenever the CLI starts.
 */
const flags = [
  ...['-trimpath', '-ldflags', `-s -w -X ${versionVariable}=v${pinnedVersion}`],
  '-tags=disable_grpc_modules,disable_pgv',
  '-gcflags=all=-N -l -dwarf=false',
  ...['std', 'google.golang.org/protobuf/...', 'github.com/pulumi/pulumi/sdk/...'].map(optimized),
];

/** The compiler's own: it has no more than a few hundred MB to look through, and does so less often. */
const garbageCollection = { GOGC: '400' };

const buildArguments = (program: GoProgram, binDir: string): string[] => [
  ...['build', '-v', ...flags],
  ...['-o', join(binDir, program.name), program.package],
];

/** What is not compiled yet, with its version: what both programs have in the same one is compiled once. */
const listToCompile = (program: GoProgram): string[] => [
  ...['list', '-deps', ...flags],
  ...[
    '-f',
    '{{if .Stale}}{{.ImportPath}} {{with .Module}}{{.Version}}{{end}}{{end}}',
    program.package,
  ],
];

/**
 * Runs `go` in the folder of a program's modules, until this process ends.
 *
 * @returns the lines of its stdout
 * @throws {Error} when it fails, with the last lines that it said
 */
async function runGo(
  program: GoProgram,
  args: readonly string[],
  env: NodeJS.ProcessEnv,
  onLine: (line: string) => void,
): Promise<readonly string[]> {
  const child = spawn('go', args, {
    cwd: join(import.meta.dirname, program.folder),
    env: {
      ...{ ...env, ...garbageCollection },
      ...{ GOFLAGS: '-mod=readonly', GOWORK: 'off', CGO_ENABLED: '0' },
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const stop = (): void => void child.kill();
  process.once('exit', stop);
  const told: string[] = [];
  const said: string[] = [];
  createInterface({ input: child.stdout }).on('line', (line) => told.push(line));
  createInterface({ input: child.stderr }).on('line', (line) => {
    said.push(line);
    onLine(line);
  });
  try {
    await once(child, 'close');
  } finally {
    process.off('exit', stop);
  }
  if (child.exitCode !== 0) {
    const ended = child.signalCode ?? `status ${String(child.exitCode)}`;
    throw new Error(`${program.name}: ${ended}: ${said.slice(-keptLines).join(' | ')}`);
  }
  return told;
}

/**
 * Builds `root/bin/pulumi` and `root/bin/pulumi-language-nodejs`: some minutes the first time. How far it is
 * is reported every ten seconds.
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
  report('Building the Pulumi CLI with go instead, once: two to five minutes…');
  const binDir = join(root, 'bin');
  const progress = new BuildProgress();
  const timer = setInterval(() => {
    report(`  building the Pulumi CLI: ${progress.describe()}…`);
  }, signOfLifeMs);
  const run = (program: GoProgram, args: readonly string[]) =>
    runGo(program, args, env, (line) => {
      progress.note(program.name, line);
    });
  try {
    const toCompile = await inTurn((program) => run(program, listToCompile(program)));
    progress.expect(new Set(toCompile.flat().filter((line) => line !== '')).size);
    await inTurn((program) => run(program, buildArguments(program, binDir)));
  } finally {
    clearInterval(timer);
  }
  if (!isComplete(binDir)) {
    throw new Error('go left no executables');
  }
}

async function inTurn<R>(work: (program: GoProgram) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  for (const program of programs) {
    results.push(await work(program));
  }
  return results;
}
