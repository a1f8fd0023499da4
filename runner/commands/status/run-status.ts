import { requireDigest } from '../require-digest.ts';
import {
  formatVerified,
  isVerified,
  readServedCode,
  verifyServed,
  type ServedCode,
  type Verified,
} from './served-code.ts';
import { translateError } from '../../aws/aws-errors.ts';
import { findLostAliases } from '../../aws/lost-aliases.ts';
import { exitStatus, type ExitStatus, messageOf, ReleaseError } from '../../errors.ts';
import { labelOf } from '../../../stack/target-label.ts';
import { isInSeveralRegions, settingsByRegion, type Settings } from '../../../stack/stack-file.ts';
import { readLockState, type LockState } from '../../lock/lock-state.ts';
import { formatProblem } from '../../report/message.ts';
import { toNextResult } from '../../report/next-result.ts';
import { advise, npmRun, type Next } from '../../report/next.ts';
import { resultVersion } from '../../report/results/parts.ts';
import { formatTable } from '../../report/table.ts';
import { describeTarget } from '../target-view.ts';
import { tellResult } from '../tell.ts';
import { findBehind, type Behind } from './behind.ts';
import { describeInterruption } from './interruption.ts';
import { describeOther } from './other-code.ts';
import { describeState } from './target-state.ts';
import { formatPair } from '../../../stack/pair.ts';
import { pairOf, readTargets, sharesOf, type Target } from '../../traffic/target.ts';
import { openLive } from '../provisioned.ts';
import { readSettings } from '../read-settings.ts';

interface StatusOptions {
  readonly stack: string;
  readonly json: boolean;
  readonly verify: string | undefined;
}

/**
 * `npm run status`: what each target serves, read from AWS.
 *
 * @returns the exit status.
 */
export async function runStatus({ stack, json, verify }: StatusOptions): Promise<ExitStatus> {
  const wanted = verify === undefined ? undefined : requireDigest('--verify', verify);
  const settings = await readSettings(stack);
  const regions = await readAll(settings, wanted !== undefined || isInSeveralRegions(settings));
  const read = regions.flatMap(({ status }) => status ?? []);
  const [first] = read;
  const targets = read.flatMap((status) => status.targets);
  const served = read.flatMap((status) => status.served);
  const verified =
    wanted === undefined ? undefined : verifyServed(served, wanted, findUnread(regions, settings));
  const opens = regions.flatMap((region) => describeOpen(region) ?? []);
  const other = describeOther(served, targets);
  const open = opens.length > 0 || other === undefined ? opens : [other];
  const next = open.find((each) => each.next !== undefined)?.next;
  const waiting = read.flatMap((status) => status.behind?.waiting ?? []).at(0);
  return tellResult(
    {
      version: resultVersion,
      command: 'status',
      stack,
      ...outcomeOf(verified),
      targets: targets.map(describeTarget),
      lock: first?.lock ?? { kind: 'free' },
      waiting: waiting ? { target: waiting.target.name, ...waiting.pair } : null,
      ...(isInSeveralRegions(settings) && { regions: regions.map(toRegionResult) }),
      ...(verified && { verified }),
      next: next ? toNextResult(next, stack) : null,
    },
    json,
    [
      formatStatus(targets),
      ...open.map((each) => formatOpen(each, stack)),
      ...(verified ? [formatVerified(verified)] : []),
    ].join('\n\n'),
  );
}

interface Status {
  readonly targets: readonly Target[];
  /** Names of those that the settings have, and AWS has not. */
  readonly missing: readonly string[];
  /** Why some of those are not there. */
  readonly lost: readonly ReleaseError[];
  /** API stages of those that AWS has, and the settings have not: only Pulumi knows what they were called. */
  readonly left: readonly string[];
  readonly lock: LockState;
  /** While no release runs. */
  readonly behind: Behind | undefined;
  /** Read where it is told, or compared between regions. */
  readonly served: readonly ServedCode[];
}

/** A region of the stack. */
interface RegionStatus {
  readonly region: string;
  /** Undefined where it cannot be read. */
  readonly status?: Status;
  /** Why not. */
  readonly problem?: unknown;
}

function outcomeOf(verified: Verified | undefined) {
  if (verified === undefined) {
    return { outcome: 'done', status: exitStatus.done } as const;
  }
  return isVerified(verified)
    ? ({ outcome: 'verified', status: exitStatus.done } as const)
    : ({ outcome: 'other code', status: exitStatus.gateRed } as const);
}

/** The targets of the settings that are not there, or in a region that cannot be read. */
function findUnread(regions: readonly RegionStatus[], settings: Settings) {
  const names = settings.program.targets.map(({ name }) => name);
  return regions.flatMap(({ region, status }) =>
    (status?.missing ?? names).map((target) => ({
      target,
      ...(isInSeveralRegions(settings) && { region }),
    })),
  );
}

/**
 * Reads every region of a stack.
 *
 * @throws {ReleaseError} when none can be read.
 */
async function readAll(settings: Settings, readsCode: boolean): Promise<readonly RegionStatus[]> {
  const regions = await Promise.all(
    settingsByRegion(settings).map(async (here): Promise<RegionStatus> => {
      const { region } = here;
      return readStatus(here, readsCode).then(
        (status) => ({ region, status }),
        (problem: unknown) => ({ region, problem }),
      );
    }),
  );
  const [first] = regions;
  if (first !== undefined && regions.every(({ status }) => status === undefined)) {
    throw first.problem;
  }
  return regions;
}

async function readStatus(here: Settings, readsCode: boolean): Promise<Status> {
  try {
    const { settings, clients, outputs } = await openLive(here);
    const names = settings.program.targets.map(({ name }) => name);
    const isMade = (name: string) => outputs.targets[name] !== undefined;
    const notMade = settings.program.targets.filter(({ name }) => !isMade(name));
    const [targets, lock, lost] = await Promise.all([
      readTargets(clients, outputs, names.filter(isMade)),
      readLockState(clients.lambda, outputs.functionName, new AbortController().signal),
      findLostAliases(clients, outputs, notMade),
    ]);
    const behind = lock.kind === 'free' ? findBehind(targets, settings) : undefined;
    const served = readsCode ? await readServedCode(clients.lambda, targets) : [];
    const missing = notMade.map(({ name }) => name);
    const left = Object.entries(outputs.targets).flatMap(([name, { apiStage }]) =>
      names.includes(name) ? [] : [apiStage],
    );
    return { targets, missing, lost, left, lock, behind, served };
  } catch (error) {
    throw translateError(error, `reading stack ${here.stack}`);
  }
}

function toRegionResult({ region, status, problem }: RegionStatus) {
  return {
    region,
    lock: status?.lock ?? null,
    problem: problem === undefined ? null : messageOf(problem),
  };
}

function formatStatus(targets: readonly Target[]): string {
  return formatTable([
    ['target', 'alias', 'version', 'deployment', 'state', 'url'],
    ...targets.map((target) => {
      const { alias, deploymentId, url } = describeTarget(target);
      return [
        labelOf(target),
        alias,
        describeVersions(target),
        deploymentId,
        describeState(target),
        url,
      ];
    }),
  ]);
}

function describeVersions(target: Target): string {
  const { version } = pairOf(target);
  const shares = sharesOf(target).map(
    ({ pair, percent }) => `, ${String(percent)} % to ${formatPair(pair)}`,
  );
  return `${version}${shares.join('')}`;
}

/** What is not at its end, and what to do about it. */
interface Open {
  readonly text: string;
  readonly next?: Next;
}

function describeOpen({ region, status, problem }: RegionStatus): Open | undefined {
  if (status === undefined) {
    return {
      text: `Region ${region} cannot be read: ${messageOf(problem)}`,
      ...(problem instanceof ReleaseError && { next: problem.next }),
    };
  }
  const { lock, targets, behind } = status;
  switch (lock.kind) {
    case 'running':
      return { text: `${lock.release} is running` };
    case 'interrupted':
      return describeInterruption(lock.release, targets);
    case 'free':
      return behind ?? describeEdited(status);
  }
}

/** Where the settings name other targets than there are. A release refuses what is left before it makes what is missing. */
function describeEdited({ missing, lost: [lost], left }: Status): Open | undefined {
  if (lost !== undefined) {
    return { text: lost.message, next: lost.next };
  }
  if (left.length > 0) {
    // It names the targets.
    const next = advise(npmRun('retire'), 'when nobody calls it');
    return { text: `Not in the settings any more: API stage ${left.join(', ')}`, next };
  }
  const targets = missing.map((name) => `target ${name}`).join(', ');
  return missing.length === 0
    ? undefined
    : { text: `Not provisioned yet: ${targets}`, next: advise(npmRun('release')) };
}

function formatOpen({ text, next }: Open, stack: string): string {
  return next === undefined ? `${text}.` : formatProblem({ message: text, next }, stack);
}
