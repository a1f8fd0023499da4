import type { AwsRegion } from './aws-region.ts';
import { diff } from './diff.ts';
import { isEmpty, isIncluded, isSame } from './equality.ts';
import { ProviderError } from './errors.ts';
import { isObject, pick, type Properties } from './properties.ts';
import type { Live, ResourceType } from './resource.ts';
import { poll } from './settling.ts';

/** After that long no answer of AWS is from before a write. */
const seenWithinMs = 30_000;

/** @returns The properties of a resource as AWS answers now; undefined when it says that there is none. */
export async function readOnce(
  type: ResourceType,
  region: AwsRegion,
  id: string,
  known: Properties,
): Promise<Properties | undefined> {
  const live = await type.read(region, id, known);
  return live && withKnown(type, region, known, live);
}

/**
 * The properties of a resource that was made or changed just now. AWS may answer a read with what was there
 * before, so it reads until what was written is seen, as the official provider does. What differs after the
 * longest time somebody else wrote, or AWS spells it otherwise: then it counts as it is.
 *
 * @param written Names of the inputs that were written.
 * @throws {ProviderError} when it is not there after that time.
 */
export async function readBack(
  type: ResourceType,
  region: AwsRegion,
  id: string,
  inputs: Properties,
  written: readonly string[],
): Promise<Properties> {
  const deadline = Date.now() + seenWithinMs;
  const read = async (): Promise<Properties | undefined> => {
    const live = await readOnce(type, region, id, inputs);
    const isOver = Date.now() >= deadline;
    if (live === undefined && isOver) {
      throw new ProviderError('it is gone again: something else deleted it');
    }
    return live && (isOver || isSeen(type, live, inputs, written)) ? live : undefined;
  };
  return poll(read, 'it to be seen', 2 * seenWithinMs, region.signal);
}

function isSeen(
  type: ResourceType,
  live: Properties,
  inputs: Properties,
  written: readonly string[],
): boolean {
  const { changed } = diff(type, live, inputs);
  return !written.some((name) => changed.has(name));
}

/**
 * The properties of a resource from what AWS has and, for what AWS does not give back, from what is known.
 * What means the same keeps the spelling that is known.
 */
export function withKnown(
  type: ResourceType,
  region: AwsRegion,
  known: Properties,
  live: Live,
): Properties {
  const spelled = Object.entries(type.equivalent)
    .filter(([name, equivalent]) => equivalent !== isIncluded && known[name] !== undefined)
    .filter(([name, equivalent]) => equivalent(live.properties[name], known[name]))
    .map(([name]) => name);
  return {
    ...pick(known, type.notReadable),
    ...('region' in type.schema.shape && { region: region.name }),
    ...live.properties,
    ...pick(known, spelled),
  };
}

/** The inputs that a program would have to give for what is there: of a refresh, or of an import. */
export function readInputs(type: ResourceType, inputs: Properties, live: Properties): Properties {
  if (Object.keys(inputs).length === 0) {
    return importedInputs(type, live);
  }
  const read: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(inputs)) {
    if (!type.inputNames.includes(name)) {
      continue;
    }
    const same = type.equivalent[name] ?? isSame;
    const now = same(live[name], value) ? value : liveInput(live[name], value, same === isIncluded);
    if (now !== undefined) {
      read[name] = now;
    }
  }
  return read;
}

function liveInput(live: unknown, input: unknown, membersAsked: boolean): unknown {
  return membersAsked && isObject(live) && isObject(input) ? pick(live, Object.keys(input)) : live;
}

function importedInputs(type: ResourceType, live: Properties): Properties {
  const given = type.inputNames.filter(
    (name) =>
      name === type.autoName?.property ||
      (name !== 'region' &&
        !type.chosenByAws.includes(name) &&
        !isEmpty(live[name]) &&
        !isSame(live[name], type.defaults[name])),
  );
  return pick(live, given);
}
