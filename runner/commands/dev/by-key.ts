import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { Settings } from '../../../stack/stack-file.ts';
import { ReleaseError } from '../../errors.ts';
import { runTier } from '../../gates/tier.ts';
import { root } from '../../root.ts';

interface TierByKey {
  readonly settings: Settings;
  readonly signal: AbortSignal;
  readonly say: (text: string) => void;
}

/** Runs the unit tier, and says how it ended. */
export async function runUnitTier({ settings, signal, say }: TierByKey): Promise<void> {
  try {
    say('The unit tier runs…');
    await runTier('unit', {}, settings, {
      signal,
      onEnd({ isGreen, output, durationMs }) {
        say(isGreen ? `The unit tier is green (${(durationMs / 1000).toFixed(1)} s)` : output);
      },
    });
  } catch (error) {
    if (!(error instanceof ReleaseError)) {
      throw error;
    }
    say(`${error.message}.`);
  }
}

/** A command of the project, `release`, as a person types it on this terminal. */
export async function runCommandNow(command: string, stack: string): Promise<void> {
  const [launcher, cli] = [join(root, 'runner', 'start.mjs'), join('runner', 'cli.ts')];
  const child = spawn(process.execPath, [launcher, cli, command, '--stack', stack], {
    cwd: root,
    stdio: 'inherit',
  });
  await Promise.race([once(child, 'exit'), once(child, 'error')]);
}
