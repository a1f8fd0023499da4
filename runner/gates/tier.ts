import { execa, parseCommandString } from 'execa';
import { GateError } from '../errors.ts';
import { root } from '../root.ts';
import type { ReleaseSettings, Tier } from '../commands/read-settings.ts';

/** What a tier is pointed at, by environment variable. */
export type TierTarget = Readonly<Record<string, string>>;

const killAfterMs = 5_000;

/**
 * Runs the tests of a tier once.
 *
 * @param target environment variables that say what to test.
 * @param onOutput gets what the tests print, when they fail.
 * @throws {GateError} when the command fails or takes too long.
 */
export async function runTier(
  tier: Tier,
  target: TierTarget,
  { tiers, tierTimeout }: ReleaseSettings,
  { signal, onOutput }: { readonly signal: AbortSignal; onOutput: (text: string) => void },
): Promise<void> {
  const [file = '', ...args] = parseCommandString(tiers[tier]);
  const result = await execa(file, args, {
    cwd: root,
    preferLocal: true,
    localDir: root,
    env: target,
    all: true,
    stdin: 'ignore',
    reject: false,
    timeout: tierTimeout * 1000,
    cancelSignal: signal,
    forceKillAfterDelay: killAfterMs,
  });
  signal.throwIfAborted();
  if (!result.failed) {
    return;
  }
  onOutput(result.all);
  const how = result.timedOut
    ? `did not end within ${String(tierTimeout)} s`
    : result.exitCode === undefined
      ? `could not be run: ${result.shortMessage}`
      : `is red (${tiers[tier]}: exit status ${String(result.exitCode)})`;
  throw new GateError(
    `The ${tier} tier ${how}`,
    'mend the code or the tests, then: npm run release',
  );
}
