// The user's own CLI. Asking it for its version takes some 0.4 s, so the answer is remembered for as long
// as the file stays what it is.

import {
  mkdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { cliName, languageHostName, oldestVersion, type Toolchain } from './distribution.ts';
import { findOnPath, isExecutable } from './executables.ts';
import { messageOf } from './message.ts';
import { isAtLeast } from './version.ts';

interface Found {
  readonly kind: 'found';
  readonly toolchain: Toolchain;
}

interface Unusable {
  readonly kind: 'unusable';
  readonly why: string;
}

interface Verdict {
  readonly fingerprint: string;
  readonly version: string;
}

function fingerprint(executable: string): string {
  const { mtimeMs, size } = statSync(executable);
  return `${realpathSync(executable)} ${String(mtimeMs)} ${String(size)}`;
}

function isVerdict(value: unknown): value is Verdict {
  return (
    typeof value === 'object' &&
    value !== null &&
    'fingerprint' in value &&
    'version' in value &&
    typeof value.fingerprint === 'string' &&
    typeof value.version === 'string'
  );
}

function readVerdict(file: string): Verdict | undefined {
  try {
    const value: unknown = JSON.parse(readFileSync(file, 'utf8'));
    return isVerdict(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** A cache that cannot be written is only slower. */
function rememberVerdict(file: string, verdict: Verdict): void {
  const draft = `${file}.${String(process.pid)}`;
  try {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(draft, JSON.stringify(verdict));
    renameSync(draft, file);
  } catch {
    return;
  }
}

async function versionOf(cli: string, file: string, env: NodeJS.ProcessEnv): Promise<string> {
  const current = fingerprint(cli);
  const remembered = readVerdict(file);
  if (remembered?.fingerprint === current) {
    return remembered.version;
  }
  const { askVersion } = await import('./ask-version.ts');
  const version = await askVersion(cli, env);
  rememberVerdict(file, { fingerprint: current, version });
  return version;
}

const hasLanguageHost = (cli: string, env: NodeJS.ProcessEnv): boolean =>
  isExecutable(join(dirname(realpathSync(cli)), languageHostName)) ||
  findOnPath(languageHostName, env) !== undefined;

/**
 * Looks at the first `pulumi` on `PATH`.
 * @param cacheFolder where its version is remembered
 * @returns undefined when there is none; why, when it cannot be used
 */
export async function findPulumiOnPath(
  env: NodeJS.ProcessEnv,
  cacheFolder: string,
): Promise<Found | Unusable | undefined> {
  const cli = findOnPath(cliName, env);
  if (cli === undefined) {
    return undefined;
  }
  try {
    const version = await versionOf(cli, join(cacheFolder, 'pulumi-on-path.json'), env);
    if (!isAtLeast(version, oldestVersion)) {
      return { kind: 'unusable', why: `${cli} is ${version}, older than ${oldestVersion}` };
    }
    if (!hasLanguageHost(cli, env)) {
      return { kind: 'unusable', why: `${cli} has no ${languageHostName} beside it or on PATH` };
    }
    return { kind: 'found', toolchain: { binDir: dirname(cli), version } };
  } catch (error) {
    return { kind: 'unusable', why: `${cli} does not run: ${messageOf(error)}` };
  }
}
