// Finding the Pulumi CLI, or making one. When it is there already this takes a few milliseconds, so what
// only making needs is imported late.

import { findCacheFolder } from './cache-folder.ts';
import { findCached } from './cached.ts';
import { pinnedVersion, type Toolchain } from './distribution.ts';
import { ToolchainError } from './errors.ts';
import type { Source } from './make-cached.ts';
import { findPulumiOnPath } from './on-path.ts';

export { ToolchainError } from './errors.ts';
export type { Toolchain } from './distribution.ts';

type Report = (line: string) => void;

/** What finding depends on; tests give their own. */
export interface Surroundings {
  readonly env: NodeJS.ProcessEnv;
  readonly sources: (report: Report, env: NodeJS.ProcessEnv) => readonly Source[];
}

/** Pulumi's own installer, then building with Go. */
function publicSources(report: Report, env: NodeJS.ProcessEnv): readonly Source[] {
  const install = async (root: string): Promise<void> => {
    report(`Pulumi CLI not found: downloading v${pinnedVersion}, once…`);
    const { installWithAutomationApi } = await import('./installer.ts');
    await installWithAutomationApi(root, env);
  };
  const build = async (root: string): Promise<void> => {
    const { buildWithGo } = await import('./go-build.ts');
    await buildWithGo(root, env, report);
  };
  return [
    { name: "Pulumi's installer", make: install },
    { name: 'building with go', make: build },
  ];
}

/**
 * The first Pulumi CLI that works: on `PATH`, in this project's cache folder, downloaded by Pulumi's
 * installer, built with `go` from pinned modules.
 * @param report gets a line whenever something slow begins or something found cannot be used
 * @returns the folder of `pulumi` and `pulumi-language-nodejs`, and the version (no `v`)
 * @throws {ToolchainError} when none works; its message says what was tried and what to install
 */
export async function findPulumi(
  report: Report = () => undefined,
  { env, sources }: Surroundings = { env: process.env, sources: publicSources },
): Promise<Toolchain> {
  const cacheFolder = findCacheFolder(env);
  const onPath = await findPulumiOnPath(env, cacheFolder);
  if (onPath?.kind === 'found') {
    return onPath.toolchain;
  }
  const cached = findCached(cacheFolder);
  if (cached !== undefined) {
    return cached;
  }
  if (onPath !== undefined) {
    report(`Not using the Pulumi CLI on PATH: ${onPath.why}.`);
  }
  return makeToolchain(cacheFolder, sources(report, env), env, report, onPath?.why);
}

async function makeToolchain(
  cacheFolder: string,
  sources: readonly Source[],
  env: NodeJS.ProcessEnv,
  report: Report,
  whyNotOnPath = 'no pulumi on PATH',
): Promise<Toolchain> {
  const { makeCached } = await import('./make-cached.ts');
  const made = await makeCached(sources, cacheFolder, env, report).catch((error: unknown) => {
    throw new ToolchainError([whyNotOnPath, `${cacheFolder}: ${String(error)}`]);
  });
  if (made.kind === 'made') {
    return made.toolchain;
  }
  throw new ToolchainError([whyNotOnPath, ...made.attempts]);
}
