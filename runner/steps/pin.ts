import { isPublished, placeholderDescription } from '../aws/code-change.ts';
import { publish, waitUntilSettled } from '../aws/function.ts';
import type { ReleaseContext } from '../context.ts';
import type { Step } from '../steps.ts';
import { moveAlias, moveStandby } from '../traffic/moves.ts';
import { pairOf, type Target } from '../traffic/target.ts';

type PinContext = Pick<ReleaseContext, 'clients' | 'writers' | 'id' | 'settings' | 'stop'>;

/**
 * Points aliases that still follow `$LATEST` at a published version, before `$LATEST` changes:
 * at the placeholder in a stack's first release, later at what the last target serves.
 */
export function pinAliases(
  context: PinContext,
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
  const journal = { state: 'accepted', pair, before: [], release: id } as const;
  const pinned = await moveAlias(writers, target, version, journal);
  return moveStandby(writers, pinned, version);
}
