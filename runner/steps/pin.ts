import type { LiveOutputs } from '../../stack/outputs.ts';
import { isPublished, placeholderDescription } from '../aws/code-change.ts';
import { publish, waitUntilSettled } from '../aws/function.ts';
import type { ReleaseContext } from '../context.ts';
import { readTruly } from './read-again.ts';
import type { Step } from '../steps.ts';
import { moveAlias } from '../traffic/move.ts';
import { moveStandby } from '../traffic/standby.ts';
import { goodPairs, lastJournal, pairOf, type Target } from '../traffic/target.ts';

type PinContext = Pick<ReleaseContext, 'clients' | 'writers' | 'id' | 'settings' | 'stop'>;

/**
 * Points aliases that still follow `$LATEST` at a published version, before `$LATEST` changes:
 * at the placeholder in a stack's first release, later at what the last target serves. One that a person pointed there
 * goes back to what its own gates let pass.
 */
export function pinAliases(
  context: PinContext,
  outputs: LiveOutputs,
  targets: readonly Target[],
): Step<readonly Target[]> {
  const names = targets.filter(isToPin).map(({ name }) => name);
  return {
    id: 'pin',
    title: 'pin aliases',
    async run() {
      const pinned = names.length === 0 ? targets : await pinAll(context, outputs, targets);
      await leaveLatest(context, pinned, names);
      return pinned;
    },
    detail: () => (names.length === 0 ? 'all are' : names.join(', ')),
    planned: {
      result: targets,
      detail: names.length === 0 ? 'all are' : `would pin ${names.join(', ')}`,
    },
  };
}

const isToPin = ({ alias }: Target): boolean => !isPublished(alias.version);

async function pinAll(
  context: PinContext,
  outputs: LiveOutputs,
  targets: readonly Target[],
): Promise<readonly Target[]> {
  // They were made just now, so AWS may still answer otherwise.
  const now = await readTruly(context, outputs, targets);
  const toPin = now.filter(isToPin);
  const isAnyNew = toPin.some((target) => goodPairs(target).length === 0);
  const version = isAnyNew ? await versionToPin(context, now) : '';
  return Promise.all(
    now.map(async (target) => {
      const [good] = goodPairs(target);
      if (!toPin.includes(target)) {
        return target;
      }
      return good === undefined
        ? pin(context, target, version)
        : moveAlias(context.writers, target, good.version, lastJournal(target));
    }),
  );
}

/**
 * Waits until no host calls `$LATEST` any more by an alias that was pinned and never promoted, in this
 * release or in one that was killed: with the next code it would be served untested.
 *
 * @param pinned names of targets that this release pinned.
 */
async function leaveLatest(
  { writers: { propagation }, stop }: PinContext,
  targets: readonly Target[],
  pinned: readonly string[],
): Promise<void> {
  const mayBeCalled = targets.filter(
    (target) => pinned.includes(target.name) || goodPairs(target).length <= 1,
  );
  await Promise.all(
    mayBeCalled.map(({ alias }) => propagation.untilAliasKnown(alias.name, stop.signal)),
  );
}

async function versionToPin(
  { clients: { lambda }, settings, stop }: PinContext,
  targets: readonly Target[],
): Promise<string> {
  const pinned = targets.findLast(({ alias }) => isPublished(alias.version));
  if (pinned !== undefined) {
    return pinned.alias.version;
  }
  const { name } = settings.program.function;
  const latest = await waitUntilSettled(lambda, name, '$LATEST', stop.signal);
  const published = await publish(lambda, latest, placeholderDescription, stop.signal);
  return published.Version ?? '';
}

async function pin({ writers, id }: PinContext, target: Target, version: string): Promise<Target> {
  const pair = { ...pairOf(target), version };
  const journal = { state: 'accepted', pair, before: [], by: 'release', release: id } as const;
  const pinned = await moveAlias(writers, target, version, journal);
  return moveStandby(writers, pinned, version);
}
