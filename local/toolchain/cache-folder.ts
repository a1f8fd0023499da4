import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';

/**
 * This project's folder among the user's caches: `$XDG_CACHE_HOME` when it is an absolute path (XDG Base
 * Directory Specification), else `~/Library/Caches` on macOS and `~/.cache` elsewhere.
 */
export function findCacheFolder(
  env: NodeJS.ProcessEnv,
  platform: NodeJS.Platform = process.platform,
): string {
  const configured = env.XDG_CACHE_HOME ?? '';
  if (isAbsolute(configured)) {
    return join(configured, 'gated-lambda-release');
  }
  const home = env.HOME ?? homedir();
  const usual = platform === 'darwin' ? ['Library', 'Caches'] : ['.cache'];
  return join(home, ...usual, 'gated-lambda-release');
}
