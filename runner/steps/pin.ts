import type { LiveOutputs } from '../../stack/outputs.ts';
import type { AliasState } from '../aws/alias.ts';
import { isPublished, placeholderDescription } from '../aws/code-change.ts';
import { publish, waitUntilSettled } from '../aws/function.ts';
import type { ReleaseContext } from '../context.ts';
import { EnvironmentError } from '../errors.ts';
import { advise, npmRun } from '../report/next.ts';
import { readTruly } from './read-again.ts';
import type { Step } from '../steps.ts';
import { moveAlias } from '../traffic/move.ts';
import { moveStandby } from '../traffic/standby.ts';
import { goodPairs, lastJournal, pairOf, type Target } from '../traffic/target.ts';

type PinContext = Pick<ReleaseContext, 'clients' | 'writers' | 'id' | 'settings' | 'stop'>;

/**
 * Points aliases that still follow `$LATEST` at a published version, before `$LATEST` changes:
 * in a stack's first release, at the placeholder or at what another alias of a function of one's own serves. One that
 * a person pointed there later goes back to what its own gates let pass.
 *
 * @throws {EnvironmentError} where nothing tells what that was, as of an alias that a person made again.
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
  const added = toPin.find((target) => goodPairs(target).length === 0);
  const version = added === undefined ? '' : await versionToPin(context, now, added);
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
  { alias }: Target,
): Promise<string> {
  const pinned = targets.filter((target) => !isToPin(target));
  if (pinned.some(wasPromotedTo)) {
    throw unknownAlias(alias);
  }
  const last = pinned.at(-1);
  if (last !== undefined) {
    return last.alias.version;
  }
  const { name } = settings.program.function;
  const latest = await waitUntilSettled(lambda, name, '$LATEST', stop.signal);
  const published = await publish(lambda, latest, placeholderDescription, stop.signal);
  return published.Version ?? '';
}

/** Whether a candidate ever came to a target: a first release that was killed may have pinned it, and no more. */
function wasPromotedTo(target: Target): boolean {
  const journal = lastJournal(target);
  return journal !== undefined && (journal.state === 'trial' || journal.before.length > 0);
}

function unknownAlias({ functionName, name }: AliasState): EnvironmentError {
  const update = `aws lambda update-alias --function-name ${functionName} --name ${name} --function-version …`;
  return new EnvironmentError(
    `The alias ${name} of ${functionName} points at $LATEST, and nothing tells what it served`,
    advise(
      npmRun('release'),
      `point it at the version that it is to serve, which npm run history tells (${update}), then`,
    ),
    { resource: `alias ${name}` },
  );
}

async function pin({ writers, id }: PinContext, target: Target, version: string): Promise<Target> {
  const pair = { ...pairOf(target), version };
  const journal = { state: 'accepted', pair, before: [], by: 'release', release: id } as const;
  const pinned = await moveAlias(writers, target, version, journal);
  return moveStandby(writers, pinned, version);
}
