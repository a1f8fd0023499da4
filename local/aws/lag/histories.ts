import { History } from './history.ts';
import type { Change, ChangeOf, ResourceKind, ResourceValues } from './resources.ts';
import type { View } from './view.ts';

type Kept = {
  readonly [Kind in ResourceKind]: Map<string, Map<string, History<ResourceValues[Kind]>>>;
};

/** What is seen of a resource's history at one moment, by one host or one read. */
type Eye = <Value>(history: History<Value>) => Value | undefined;

/** The histories of all aliases, stages and resource policies of a region. */
export class Histories {
  /** By the owner and the name of the resource. */
  readonly #kept: Kept = { alias: new Map(), stage: new Map(), permission: new Map() };

  /** What every host knows from the start. */
  begin(change: Change): void {
    this.#start(change, change.value);
  }

  /**
   * @param at milliseconds since the epoch
   * @param delays of each host, in milliseconds
   * @param settled a time before which nothing is seen any more that was replaced
   */
  write<Kind extends ResourceKind>(
    change: ChangeOf<Kind>,
    at: number,
    delays: readonly number[],
    settled: number,
  ): void {
    const { kind, owner, name, value } = change;
    const history = this.#kept[kind].get(owner)?.get(name) ?? this.#start(change, undefined);
    history.write(value, at, delays);
    for (const [ownerOf, histories] of this.#kept[kind]) {
      for (const [nameOf, old] of histories) {
        if (!old.prune(settled)) {
          histories.delete(nameOf);
        }
      }
      if (histories.size === 0) {
        this.#kept[kind].delete(ownerOf);
      }
    }
  }

  /** What is seen through an eye; where nothing is known there is nothing. */
  view(see: Eye): View {
    const find = <Kind extends ResourceKind>(kind: Kind, owner: string, name: string) => {
      const history = this.#kept[kind].get(owner)?.get(name);
      return history && see(history);
    };
    const all = <Kind extends ResourceKind>(kind: Kind, owner: string) =>
      [...(this.#kept[kind].get(owner)?.values() ?? [])]
        .map((history) => see(history))
        .filter((value) => value !== undefined);
    return {
      alias: ({ name }, alias) => find('alias', name, alias),
      aliases: ({ name }) => all('alias', name),
      permissions: ({ name }, qualifier) => find('permission', name, qualifier) ?? [],
      stage: ({ id }, stage) => find('stage', id, stage),
      stages: ({ id }) => all('stage', id).map(({ stage }) => stage),
    };
  }

  #start<Kind extends ResourceKind>(
    { kind, owner, name }: ChangeOf<Kind>,
    value: ResourceValues[Kind] | undefined,
  ): History<ResourceValues[Kind]> {
    const ofOwner = this.#kept[kind].get(owner) ?? new Map<string, History<ResourceValues[Kind]>>();
    this.#kept[kind].set(owner, ofOwner);
    const history = new History(value);
    ofOwner.set(name, history);
    return history;
  }
}
