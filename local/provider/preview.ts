import type { AwsRegion } from './aws-region.ts';
import { unknownValue, type Properties } from './properties.ts';
import type { ResourceType } from './resource.ts';
import { tagsAsked } from './tags.ts';

/** The properties of a resource that is to be made, as far as a preview knows them. */
export function previewCreation(
  type: ResourceType,
  region: AwsRegion,
  inputs: Properties,
): Properties {
  const unknown = [...type.outputs, ...type.chosenByAws].map(
    (name) => [name, unknownValue] as const,
  );
  return {
    ...Object.fromEntries(unknown),
    ...(type.tagged && { tagsAll: tagsAsked(region, inputs) }),
    ...('region' in type.schema.shape && { region: region.name }),
    ...inputs,
  };
}

/**
 * The properties of a resource after an update, as far as a preview knows them.
 *
 * @param difference What changes, and the outputs that are outdated, as they will be.
 */
export function previewUpdate(
  type: ResourceType,
  region: AwsRegion,
  state: Properties,
  inputs: Properties,
  difference: { readonly changed: ReadonlySet<string>; readonly outdated: Properties },
): Properties {
  const { changed, outdated } = difference;
  const unknown = type.outputsChangedBy(changed).map((name) => [name, unknownValue] as const);
  const kept = Object.entries(state).filter(([name]) => !changed.has(name));
  return {
    ...Object.fromEntries(kept),
    ...inputs,
    ...(type.tagged && { tagsAll: tagsAsked(region, inputs) }),
    ...Object.fromEntries(unknown),
    ...outdated,
  };
}
