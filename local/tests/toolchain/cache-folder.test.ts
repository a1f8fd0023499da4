import test from 'ava';
import { findCacheFolder } from '../../toolchain/cache-folder.ts';

const table: [title: string, env: NodeJS.ProcessEnv, platform: NodeJS.Platform, path: string][] = [
  ['the XDG folder wins', { XDG_CACHE_HOME: '/x', HOME: '/h' }, 'linux', '/x'],
  ['also on macOS', { XDG_CACHE_HOME: '/x', HOME: '/h' }, 'darwin', '/x'],
  ['a relative XDG folder is not valid', { XDG_CACHE_HOME: 'x', HOME: '/h' }, 'linux', '/h/.cache'],
  ['Linux', { HOME: '/h' }, 'linux', '/h/.cache'],
  ['macOS', { HOME: '/h' }, 'darwin', '/h/Library/Caches'],
];

for (const [title, env, platform, path] of table) {
  test(`cache folder: ${title}`, (t) => {
    t.is(findCacheFolder(env, platform), `${path}/gated-lambda-release`);
  });
}
