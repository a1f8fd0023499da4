import type { AwsRegion } from './aws-region.ts';
import { isSame } from './equality.ts';
import { isObject, unknownValue, type Properties } from './properties.ts';

type Tags = Readonly<Record<string, unknown>>;

/** The tags that a resource gets: the provider's `defaultTags`, and over them its own. */
export function allTags<Value>(
  region: AwsRegion,
  tags: Readonly<Record<string, Value>> | undefined,
): Record<string, Value | string> {
  return { ...region.config.defaultTags, ...tags };
}

/** `tags` and `tagsAll` as the official provider reports them: `tags` has what is not a default tag. */
export function tagProperties(region: AwsRegion, live: Tags | undefined): Properties {
  const own = Object.entries(live ?? {}).filter(
    ([name, value]) => region.config.defaultTags[name] !== value,
  );
  return { ...(own.length > 0 && { tags: Object.fromEntries(own) }), tagsAll: { ...live } };
}

/** What to set and what to take away, to come from the tags in state to the ones asked for. */
export function tagChanges(
  state: Properties,
  asked: Readonly<Record<string, string>>,
): { readonly set: Record<string, string>; readonly removed: string[] } {
  const old = isObject(state.tagsAll) ? state.tagsAll : {};
  return {
    set: Object.fromEntries(Object.entries(asked).filter(([name, value]) => old[name] !== value)),
    removed: Object.keys(old).filter((name) => !(name in asked)),
  };
}

/** `tagsAll` as it will be; unknown as a whole when the program's tags are. */
export function tagsAsked(region: AwsRegion, asked: Properties): unknown {
  const { tags } = asked;
  if (tags !== undefined && !isObject(tags)) {
    return unknownValue;
  }
  return allTags(region, tags);
}

/** Whether the tags are others than in state, the provider's `defaultTags` included. */
export function changesTags(region: AwsRegion, state: Properties, asked: Properties): boolean {
  if (state.tagsAll === undefined) {
    return false;
  }
  return !isSame(state.tagsAll, tagsAsked(region, asked));
}
