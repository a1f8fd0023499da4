import { execa, parseCommandString } from 'execa';
import type { ReleaseSettings, Tier } from '../../stack/release-settings.ts';
import { root } from '../root.ts';

/** What a process is given besides what it inherits; undefined takes away what is there. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** The command of a tier, started. */
export type StartedTier = ReturnType<typeof startTier>;

/** CI gives a command ten seconds to stop, in which traffic is put back after this. */
const killAfterMs = 1_000;

/**
 * Starts the command of a tier in the folder of the project.
 *
 * @param signal ends it.
 * @returns its process; `limit` ends it, too.
 */
export function startTier(
  tier: Tier,
  environment: Environment,
  { tiers }: Pick<ReleaseSettings, 'tiers'>,
  signal: AbortSignal,
) {
  const command = tiers[tier];
  const [file = '', ...args] = parseCommandString(command);
  const limit = new AbortController();
  const running = execa(file, args, {
    cwd: root,
    preferLocal: true,
    localDir: root,
    env: environment,
    all: true,
    stdin: 'ignore',
    reject: false,
    cancelSignal: AbortSignal.any([signal, limit.signal]),
    forceKillAfterDelay: killAfterMs,
  });
  return { command, running, limit };
}
