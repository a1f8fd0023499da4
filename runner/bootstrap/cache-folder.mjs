import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';

/** This project's folder among the user's caches: $XDG_CACHE_HOME, or what is usual on the system. */
export function userCacheFolder() {
  const configured = process.env.XDG_CACHE_HOME ?? '';
  if (isAbsolute(configured)) {
    return join(configured, 'gated-lambda-release');
  }
  const usual = process.platform === 'darwin' ? ['Library', 'Caches'] : ['.cache'];
  return join(homedir(), ...usual, 'gated-lambda-release');
}
