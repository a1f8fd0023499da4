import { execa, parseCommandString } from 'execa';
import type { ReleaseSettings, Tier } from '../../stack/release-settings.ts';
import type { Settings } from '../../stack/stack-file.ts';
import type { ReleaseContext } from '../context.ts';
import { GateError } from '../errors.ts';
import { advise, npmRun } from '../report/next.ts';
import { root } from '../root.ts';
import type { Pair } from '../traffic/pair.ts';

/** What a tier is pointed at, by environment variable. */
type TierTarget = Readonly<Record<string, string>>;

/** What every tier but the unit tier is told: where to find the function. */
export function tierEnvironment({ program, region }: Settings): TierTarget {
  return {
    FUNCTION_NAME: program.function.name,
    AWS_REGION: region,
    ...(program.endpoint !== undefined && { AWS_ENDPOINT_URL: program.endpoint }),
  };
}

/** What the api tier is told: the target, its URL, and the pair that it has to find there. */
export function apiEnvironment(
  settings: Settings,
  { name, url }: { readonly name: string; readonly url: string },
  { version, deployment }: Pair,
): TierTarget {
  return {
    ...tierEnvironment(settings),
    TARGET: name,
    API_URL: url,
    EXPECTED_VERSION: version,
    EXPECTED_DEPLOYMENT: deployment,
  };
}

/** Hands what a red tier printed to the reporter. */
export function showOutput(
  { stop, reporter }: Pick<ReleaseContext, 'stop' | 'reporter'>,
  step: string,
) {
  return {
    signal: stop.signal,
    onOutput(text: string) {
      reporter.report({ kind: 'output', step, text });
    },
  };
}

/** CI gives a command ten seconds to stop, in which traffic is put back after this. */
const killAfterMs = 1_000;

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
    advise(npmRun('release'), 'mend the code or the tests, then'),
    { resource: `${tier} tier` },
  );
}
