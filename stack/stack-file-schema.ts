import { z } from 'zod';
import { stackSettings } from './settings.ts';
import { project } from './project.ts';
import { otherSettings } from './stack-file.ts';

/** A JSON schema, as far as this project's settings need one. */
export interface JsonSchema {
  readonly description?: string;
  readonly type?: string | readonly string[];
  readonly default?: unknown;
  readonly enum?: readonly unknown[];
  readonly const?: string;
  readonly pattern?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly exclusiveMinimum?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly items?: JsonSchema;
  readonly additionalProperties?: JsonSchema | boolean;
  readonly anyOf?: readonly JsonSchema[];
  /** Of what may not be at all: anything. */
  readonly not?: JsonSchema;
}

/**
 * What `Pulumi.STACK.yaml` may hold, as a JSON schema for editors. Rules of several values together, such as
 * names that two targets cannot share, are beyond it: it allows them, and the validator does not.
 */
export function makeStackFileSchema(): JsonSchema {
  const config = toJsonSchema(z.strictObject(keysOfConfig()));
  const schema = toJsonSchema(z.looseObject({ config: z.looseObject({}) }));
  return {
    ...schema,
    description: `A stack of ${project}: Pulumi.STACK.yaml.`,
    properties: {
      config: {
        ...config,
        description: 'The settings of the stack.',
        // What belongs to others, Pulumi's providers among them, is not looked at.
        ...{ patternProperties: { [`^(?!${project}:)`]: {} } },
      },
    },
  };
}

/** By their whole keys: this project's with its name before them. */
function keysOfConfig(): Record<string, z.ZodType> {
  const shapes = { ...otherSettings.shape, ...stackSettings.shape };
  return Object.fromEntries(
    Object.entries(shapes).map(([key, schema]) => [
      key.includes(':') ? key : `${project}:${key}`,
      schema,
    ]),
  );
}

function toJsonSchema(schema: z.ZodType): JsonSchema {
  return z.toJSONSchema(schema, { io: 'input', target: 'draft-7' }) as JsonSchema;
}
