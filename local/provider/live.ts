import type { AwsRegion } from './aws-region.ts';
import { isEmpty, isIncluded, isSame } from './equality.ts';
import { ProviderError } from './errors.ts';
import { isObject, pick, type Properties } from './properties.ts';
import type { Live, ResourceType } from './resource.ts';

/** The properties of a resource that was made or changed just now. */
export async function readBack(
  type: ResourceType,
  region: AwsRegion,
  id: string,
  inputs: Properties,
): Promise<Properties> {
  const live = await type.read(region, id, inputs);
  if (live === undefined) {
    throw new ProviderError('it is gone again: something else deleted it');
  }
  return withKnown(type, region, inputs, live);
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
