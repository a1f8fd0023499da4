import * as pulumi from '@pulumi/pulumi';
import { z } from 'zod';
import type { OwnResource } from '../stack/policy/own/need.ts';

/** Sees which resources are made in a part of the program. */
export interface Recording {
  /** Runs a part, whose resources count. */
  during<T>(make: () => T | Promise<T>): Promise<T>;
  made(): pulumi.Output<OwnResource[]>;
}

const text = z.string().optional().catch(undefined);
/** A function is named by itself, or by its name or ARN. */
const nameOfFunction = z
  .union([z.string(), z.looseObject({ name: z.string() }).transform(({ name }) => name)])
  .optional()
  .catch(undefined);

/** Call it within a program, before the part begins. */
export function recordResources(): Recording {
  const made: { type: string; name: string; inputs: unknown }[] = [];
  let isOn = false;
  pulumi.runtime.registerStackTransformation(({ type, name, props }) => {
    if (isOn) {
      made.push({ type, name, inputs: props });
    }
    return undefined;
  });
  return {
    async during(make) {
      isOn = true;
      try {
        return await make();
      } finally {
        isOn = false;
      }
    },
    made: () =>
      pulumi.all(
        made.map(({ type, name, inputs }) =>
          // Nothing else of its inputs, which may be secret.
          pulumi
            .all([
              inputOf(inputs, 'name') ?? inputOf(inputs, 'bucket'),
              inputOf(inputs, 'namePrefix') ?? inputOf(inputs, 'bucketPrefix'),
              inputOf(inputs, 'path'),
              inputOf(inputs, 'function'),
            ])
            .apply(([named, prefix, path, called]) => ({
              type,
              name,
              physicalName: text.parse(named) ?? withRest(text.parse(prefix)),
              path: text.parse(path),
              functionName: nameOfFunction.parse(called),
            })),
        ),
      ),
  };
}

/** The provider completes what has a prefix alone. */
function withRest(prefix: string | undefined): string | undefined {
  return prefix === undefined ? undefined : `${prefix}*`;
}

type Key = 'name' | 'bucket' | 'namePrefix' | 'bucketPrefix' | 'path' | 'function';

function inputOf(inputs: unknown, key: Key): unknown {
  return typeof inputs === 'object' && inputs !== null
    ? (Reflect.get(inputs, key) as unknown)
    : undefined;
}
