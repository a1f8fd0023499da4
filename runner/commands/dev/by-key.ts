import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { Tier } from '../../../stack/release-settings.ts';
import type { Settings } from '../../../stack/stack-file.ts';
import { ReleaseError } from '../../errors.ts';
import { apiEnvironment, runTier } from '../../gates/tier.ts';
import { root } from '../../root.ts';
import { formatPair } from '../../traffic/pair.ts';
import { pairOf, readTarget } from '../../traffic/target.ts';
import type { DevelopedTarget } from './serve-saved.ts';

interface TierByKey {
  readonly settings: Settings;
  readonly target: DevelopedTarget;
  readonly signal: AbortSignal;
  readonly say: (text: string) => void;
}

/** Runs a tier against what the target serves now, and says how it ended. */
export async function runTierNow(
  tier: Tier,
  { settings, target: { clients, outputs, name }, signal, say }: TierByKey,
): Promise<void> {
  try {
    const target = await readTarget(clients, outputs, name);
    const pair = pairOf(target);
    const environment =
      tier === 'unit'
        ? {}
        : { ...apiEnvironment(settings, target, pair), FUNCTION_VERSION: pair.version };
    say(`The ${tier} tier runs…`);
    await runTier(tier, environment, settings.release, {
      signal,
      onEnd({ isGreen, output, durationMs }) {
        say(
          isGreen
            ? `The ${tier} tier is green${tier === 'unit' ? '' : ` on ${formatPair(pair)}`} (${(durationMs / 1000).toFixed(1)} s)`
            : output,
        );
      },
    });
  } catch (error) {
    if (!(error instanceof ReleaseError)) {
      throw error;
    }
    say(`${error.message}.`);
  }
}

/** `npm run release`, as a person types it, on this terminal. */
export async function releaseNow(stack: string): Promise<void> {
  const [launcher, cli] = [join(root, 'runner', 'start.mjs'), join('runner', 'cli.ts')];
  const child = spawn(process.execPath, [launcher, cli, 'release', '--stack', stack], {
    cwd: root,
    stdio: 'inherit',
  });
  await Promise.race([once(child, 'exit'), once(child, 'error')]);
}
