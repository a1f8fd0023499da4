import type { z } from 'zod';
import { constraintRule } from '../constraint-rule.ts';
import type { AwsError } from '../errors.ts';
import type { RpcOperation } from '../operation.ts';
import type { Region } from '../region.ts';
import { refuseUnknownMembers } from '../unknown-members.ts';

/** A member of an input that breaks a rule. */
export interface Fault {
  readonly path: readonly PropertyKey[];
  /** What was given; undefined when nothing was. */
  readonly value: unknown;
  readonly rule: string;
}

/** How a service words a refused input. */
export type InputErrors = (faults: readonly Fault[]) => AwsError;

/** An operation whose input is parsed by a schema before it runs. */
export interface RpcDefinition<Input> {
  readonly name: string;
  readonly writes: boolean;
  readonly input: z.ZodType<Input>;
  run(
    input: Input,
    region: Region,
    sessionToken?: string,
  ): Record<string, unknown> | Promise<Record<string, unknown>>;
}

/**
 * Makes the `define` function of one service: it turns a definition into an operation that refuses
 * an input that does not fit the schema with the service's own errors, before anything has changed, and one with a
 * member that is not modelled.
 */
export function definer(
  errors: InputErrors,
): <Input>(definition: RpcDefinition<Input>) => RpcOperation {
  return (definition) => ({
    kind: 'rpc',
    name: definition.name,
    writes: definition.writes,
    run: (input, region, sessionToken) => {
      refuseUnknownMembers(definition.input, input, definition.name);
      return definition.run(parse(definition.input, input, errors), region, sessionToken);
    },
  });
}

function parse<Input>(schema: z.ZodType<Input>, input: unknown, errors: InputErrors): Input {
  const result = schema.safeParse(input);
  if (result.success) {
    return result.data;
  }
  const { issues } = result.error;
  throw errors(
    issues.map((issue) => ({
      path: issue.path,
      value: valueAt(input, issue.path),
      rule: constraintRule(issue),
    })),
  );
}

function valueAt(input: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (value, key) =>
      typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined,
    input,
  );
}
