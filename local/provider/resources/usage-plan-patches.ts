import type { PatchOperation } from '@aws-sdk/client-api-gateway';
import { isSame, type Equivalence } from '../equality.ts';
import { isObject, type Properties } from '../properties.ts';

/** Stages are a set: their order says nothing. */
export const isSameStages: Equivalence = (inState, asked) => isSame(sorted(inState), sorted(asked));

/**
 * The patch operations that bring a usage plan from state to what is asked for. A stage whose own limits
 * differ is taken out and put in again with the new ones, in the same call.
 */
export function usagePlanPatches(state: Properties, asked: Properties): PatchOperation[] {
  const single = ['name', 'description', 'productCode'].filter(
    (name) => !isSame(state[name], asked[name]),
  );
  return [
    ...single.map((name) => replace(`/${name}`, asked[name] ?? '')),
    ...settingPatches('throttle', state.throttleSettings, asked.throttleSettings),
    ...settingPatches('quota', state.quotaSettings, asked.quotaSettings),
    ...stagePatches(objects(state.apiStages), objects(asked.apiStages)),
  ];
}

/** A limit that is left out is none, as the official provider has it: 0. */
function settingPatches(name: string, old: unknown, asked: unknown): PatchOperation[] {
  if (isSame(old, asked)) {
    return [];
  }
  if (!isObject(asked)) {
    return [{ op: 'remove', path: `/${name}` }];
  }
  const left = isObject(old) ? Object.keys(old).filter((member) => !(member in asked)) : [];
  return [
    ...left.map((member) => replace(`/${name}/${member}`, 0)),
    ...members(asked).map(([member, value]) => replace(`/${name}/${member}`, value)),
  ];
}

/** Takes stages out of a plan, and puts others into it. */
export function stagePatches(
  old: readonly Properties[],
  asked: readonly Properties[],
): PatchOperation[] {
  const removed = old.filter((stage) => !asked.some((other) => isSame(stage, other)));
  const added = asked.filter((stage) => !old.some((other) => isSame(other, stage)));
  return [
    ...removed.map((stage) => stagePatch('remove', stage)),
    ...added.flatMap((stage) => [stagePatch('add', stage), ...throttlePatches(stage)]),
  ];
}

function stagePatch(op: 'add' | 'remove', stage: Properties): PatchOperation {
  return { op, path: '/apiStages', value: nameOf(stage) };
}

function throttlePatches(stage: Properties): PatchOperation[] {
  return objects(stage.throttles).flatMap(({ path, ...limits }) => {
    const [, resource = '', method = ''] = /^(.*)\/([^/]+)$/.exec(String(path)) ?? [];
    const prefix = `/apiStages/${nameOf(stage)}/throttle/${pointer(resource)}/${method}`;
    return members(limits).map(([member, value]) => replace(`${prefix}/${member}`, value));
  });
}

function nameOf({ apiId, stage }: Properties): string {
  return `${String(apiId)}:${String(stage)}`;
}

function members(object: Properties): [string, unknown][] {
  return Object.entries(object).filter(([, value]) => value !== undefined);
}

function objects(list: unknown): Properties[] {
  return Array.isArray(list) ? list.filter(isObject) : [];
}

function sorted(list: unknown): unknown {
  return Array.isArray(list)
    ? objects(list).sort((left, right) => nameOf(left).localeCompare(nameOf(right)))
    : list;
}

function replace(path: string, value: unknown): PatchOperation {
  return { op: 'replace', path, value: String(value) };
}

// RFC 6901, section 3.
function pointer(name: string): string {
  return name.replaceAll('~', '~0').replaceAll('/', '~1');
}
