import { z } from 'zod';
import { loadAllTypes } from './registry.ts';
import type { ResourceType } from './resource.ts';

/** A property of any type: this provider has only names, and checks values itself. */
const anything = { $ref: 'pulumi.json#/Any' };

/**
 * The schema of the package, as far as this provider has it, for `pulumi import` and
 * `pulumi package get-schema`.
 *
 * @returns Pulumi's package schema, as JSON.
 */
export async function packageSchema(version: string): Promise<object> {
  const types = (await loadAllTypes()).map(([token, type]) => [token, describe(type)] as const);
  return { name: 'aws', version, resources: Object.fromEntries(types) };
}

function describe({ schema, inputNames, outputs, autoName }: ResourceType): object {
  const requiredInputs = Object.entries(schema.shape)
    .filter(
      ([name, input]) => name !== autoName?.property && !z.safeParse(input, undefined).success,
    )
    .map(([name]) => name);
  const inputProperties = propertiesOf(inputNames);
  return {
    inputProperties,
    requiredInputs,
    properties: { ...inputProperties, ...propertiesOf(outputs) },
  };
}

function propertiesOf(names: readonly string[]): object {
  return Object.fromEntries(names.map((name) => [name, anything]));
}
