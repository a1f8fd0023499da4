import { setTimeout as sleep } from 'node:timers/promises';
import type { ReleaseSettings, Tier } from '../../stack/release-settings.ts';
import type { Settings } from '../../stack/stack-file.ts';
import type { GateRequests, ReleaseContext } from '../context.ts';
import { stackFileOf } from '../../stack/stack-name.ts';
import { GateError, UsageError } from '../errors.ts';
import { advise, npmRun } from '../report/next.ts';
import { TestsTold, type TestTold } from '../report/tests-told.ts';
import type { Pair } from '../../stack/pair.ts';
import type { EarlyTiers } from './early-tiers.ts';
import { startTier, type Environment } from './start-tier.ts';

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

/** What the api tier is told: the target, its URL, the pair that it has to find there, and what to send. */
export function apiEnvironment(
  settings: Settings,
  { name, url }: { readonly name: string; readonly url: string },
  { version, deployment }: Pair,
  { headers }: Pick<GateRequests, 'headers'>,
): TierTarget {
  return {
    ...tierEnvironment(settings),
    TARGET: name,
    API_URL: url,
    EXPECTED_VERSION: version,
    EXPECTED_DEPLOYMENT: deployment,
    ...(Object.keys(headers).length > 0 && { API_HEADERS: JSON.stringify(headers) }),
  };
}

/** A tier that has ended. */
export interface TierRun {
  readonly tier: Tier;
  readonly command: string;
  readonly isGreen: boolean;
  readonly durationMs: number;
  /** All that it printed. */
  readonly output: string;
}

/** Tells the reporter of a tier's end; a person sees what it printed where it is red. */
export function showOutput(
  { stop, reporter, earlyTiers }: Pick<ReleaseContext, 'stop' | 'reporter' | 'earlyTiers'>,
  step: string,
) {
  return {
    signal: stop.signal,
    early: earlyTiers,
    onTest(test: TestTold) {
      reporter.report({ kind: 'test', step, ...test });
    },
    onEnd(run: TierRun) {
      if (!run.isGreen) {
        reporter.report({ kind: 'output', step, text: run.output });
      }
      reporter.report({ kind: 'tier', step, ...run, output: run.output.slice(-longestOutput) });
    },
  };
}

/** How long a tier may take. */
export function limitOf({ tierTimeout }: Pick<ReleaseSettings, 'tierTimeout'>) {
  return { seconds: tierTimeout, until: 'its tests have ended' };
}

/** Who is told what a tier does. */
interface Follower {
  readonly signal: AbortSignal;
  /** Where its process may wait already. */
  readonly early?: EarlyTiers | undefined;
  /** Started while this one runs. */
  readonly next?: Tier | undefined;
  /** Told each test that has ended, while the tier runs. */
  readonly onTest?: (test: TestTold) => void;
  /** Told how it ended, green or red; not of a tier that was stopped. */
  readonly onEnd: (run: TierRun) => void;
  /** Takes secrets out of what it printed. */
  readonly hide?: (text: string) => string;
}

/** Characters that are kept of what a tier printed: what went wrong stands at the end. */
const longestOutput = 64_000;

/** Of all that a tier prints, megabytes: it is kept until the tier has ended. */
const mostPrintedMb = 32;

/** Ctrl-C tells each process of a terminal to stop, in no order: a tier may end of it before this process hears. */
const toldLaterMs = 500;

/** Codes of the system for a program that is not there, or is none. */
const cannotStart: readonly string[] = ['ENOENT', 'EACCES'];

/**
 * Runs the tests of a tier once.
 *
 * @param environment what to test, and who is to do it.
 * @throws {GateError} when the command fails or takes too long.
 * @throws {UsageError} when there is no such command.
 */
export async function runTier(
  tier: Tier,
  environment: Environment,
  { stack, release }: Pick<Settings, 'stack' | 'release'>,
  { signal, early, next, onTest = () => undefined, onEnd, hide = (text) => text }: Follower,
): Promise<void> {
  const { tierTimeout } = release;
  const startedAt = performance.now();
  const { command, running, limit } =
    early?.giveTurn(tier, environment) ?? startTier(tier, environment, release, signal);
  if (next !== undefined) {
    early?.begin(next);
  }
  const timer = setTimeout(() => {
    limit.abort();
  }, tierTimeout * 1000);
  const told = new TestsTold((test) => {
    onTest({ ...test, name: hide(test.name) });
  });
  let bytes = 0;
  const printedTooMuch = () => bytes > mostPrintedMb * 1024 * 1024;
  running.all.on('data', (printed: Buffer) => {
    bytes += printed.length;
    if (printedTooMuch()) {
      limit.abort();
    } else {
      told.add(printed);
    }
  });
  const result = await running;
  clearTimeout(timer);
  const isEndedHere = limit.signal.aborted;
  told.end();
  if (result.signal !== undefined && !isEndedHere) {
    await sleep(toldLaterMs, undefined, { signal }).catch(() => undefined);
  }
  signal.throwIfAborted();
  if (result.code !== undefined && cannotStart.includes(result.code)) {
    const file = stackFileOf(stack);
    throw new UsageError(
      `The ${tier} tier could not be run: no program can be started by ${command} (${result.code})`,
      advise(npmRun('release'), `mend release.tiers.${tier} in ${file}, then`),
      { resource: file },
    );
  }
  const durationMs = Math.round(performance.now() - startedAt);
  onEnd({ tier, command, isGreen: !result.failed, durationMs, output: hide(result.all) });
  if (!result.failed) {
    return;
  }
  const how = printedTooMuch()
    ? `printed more than ${String(mostPrintedMb)} MB and was ended (${command})`
    : isEndedHere
      ? `did not end within ${String(tierTimeout)} s`
      : result.exitCode === undefined
        ? `could not be run: ${result.shortMessage}`
        : `is red (${command}: exit status ${String(result.exitCode)})`;
  throw new GateError(
    `The ${tier} tier ${how}`,
    advise(npmRun('release'), 'mend the code or the tests, then'),
    { resource: `${tier} tier` },
  );
}
