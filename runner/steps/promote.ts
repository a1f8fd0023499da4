import { isPublished, placeholderDescription } from '../aws/code-change.ts';
import { updateAlias } from '../aws/alias.ts';
import { publish, waitUntilSettled } from '../aws/function.ts';
import type { ReleaseContext } from '../context.ts';
import { waitUntilServed } from '../gates/readiness.ts';
import { runTier } from '../gates/tier.ts';
import { formatPair, type Pair } from '../traffic/pair.ts';
import {
  accept as acceptTarget,
  moveAlias,
  promote as promoteTarget,
} from '../traffic/promotion.ts';
import type { Step } from '../steps.ts';
import { pairOf, type Target } from '../traffic/target.ts';
import { reportOutput, tierEnvironment } from './tier-context.ts';

/**
 * Points aliases that still follow `$LATEST` at a published version, before `$LATEST` changes:
 * at the placeholder in a stack's first release, later at what the last target serves.
 */
export function pinAliases(
  context: ReleaseContext,
  targets: readonly Target[],
): Step<readonly Target[]> {
  const isToPin = ({ alias }: Target) => !isPublished(alias.version);
  const names = targets.filter(isToPin).map(({ name }) => name);
  return {
    id: 'pin',
    title: 'pin aliases',
    async run() {
      if (names.length === 0) {
        return targets;
      }
      const version = await versionToPin(context, targets);
      return Promise.all(
        targets.map((target) =>
          isToPin(target) ? pin(context, target, version) : Promise.resolve(target),
        ),
      );
    },
    detail: () => (names.length === 0 ? 'all are' : names.join(', ')),
    planned: {
      result: targets,
      detail: names.length === 0 ? 'all are' : `would pin ${names.join(', ')}`,
    },
  };
}

async function versionToPin(
  { clients, settings, stop }: ReleaseContext,
  targets: readonly Target[],
): Promise<string> {
  const pinned = targets.findLast(({ alias }) => isPublished(alias.version));
  if (pinned !== undefined) {
    return pinned.alias.version;
  }
  const { lambda } = clients;
  const { name } = settings.program.function;
  const latest = await waitUntilSettled(lambda, name, '$LATEST', stop.signal);
  const published = await publish(lambda, latest, placeholderDescription, stop.signal);
  return published.Version ?? '';
}

async function pin({ clients, id }: ReleaseContext, target: Target, version: string) {
  const pair = { ...pairOf(target), version };
  const journal = { state: 'accepted', pair, before: [], release: id } as const;
  const alias = await moveAlias(clients, target, version, journal);
  const next = await updateAlias(clients.lambda, target.next, { version, description: '' });
  return { ...target, alias, next };
}

/** Lets the target serve the candidate, on trial. */
export function promote(
  { clients, id }: ReleaseContext,
  target: Target,
  candidate: Pair,
): Step<Target> {
  const move = `${formatPair(pairOf(target))} to ${formatPair(candidate)}`;
  return {
    id: `promote-${target.name}`,
    title: `promote ${target.name}`,
    run: () => promoteTarget(clients, target, candidate, id),
    detail: () => move,
    planned: { result: target, detail: `would move ${move}` },
  };
}

/** Waits until the target's URL answers with the candidate. */
export function waitForUrl(
  { settings, stop }: ReleaseContext,
  target: Target,
  candidate: Pair,
): Step<void> {
  const { readinessPath, readinessTimeout } = settings.release;
  const url = `${target.url}${readinessPath}`;
  return {
    id: `ready-${target.name}`,
    title: `${target.name} answers`,
    run: () =>
      waitUntilServed(url, candidate, {
        timeoutMs: readinessTimeout * 1000,
        signal: stop.signal,
      }),
    planned: { result: undefined, detail: `would wait for ${url}` },
  };
}

/** The api tier: the target's URL, as its callers see it. */
export function testUrl(context: ReleaseContext, target: Target, candidate: Pair): Step<void> {
  const id = `api-tier-${target.name}`;
  const environment = {
    ...tierEnvironment(context),
    API_URL: target.url,
    EXPECTED_VERSION: candidate.version,
    EXPECTED_DEPLOYMENT: candidate.deployment,
  };
  return {
    id,
    title: `api tier on ${target.name}`,
    run: () => runTier('api', environment, context.settings.release, reportOutput(context, id)),
    planned: { result: undefined, detail: `would test ${target.url}` },
  };
}

/** Records that the target's gates were green. */
export function accept({ clients, id }: ReleaseContext, target: Target): Step<Target> {
  return {
    id: `accept-${target.name}`,
    title: `accept on ${target.name}`,
    run: () => acceptTarget(clients, target, id),
    planned: { result: target, detail: 'would record it' },
  };
}
