import { copyOf } from '../by-name.ts';
import { z } from 'zod';
import { badRequest } from './errors.ts';

/** The member `patchOperations` of every Update operation; values are always strings. */
export const patchBody = z.object({
  patchOperations: z
    .array(
      z.object({
        op: z.enum(['add', 'remove', 'move', 'test', 'replace', 'copy']),
        // AWS names a path that was left out so.
        path: z.string().default('null'),
        value: z.string().optional(),
        from: z.string().optional(),
      }),
    )
    .default([]),
});

export type PatchOperation = z.infer<typeof patchBody>['patchOperations'][number];

/** One documented patch path of a resource, and what its operations do. */
export interface PatchRule<T> {
  /** Matched against the whole path; its groups reach `apply`, decoded (`~1` is `/`). */
  readonly path: RegExp;
  /** The paths as AWS documents them, where the pattern does not show them. */
  readonly documented?: readonly string[];
  readonly ops: readonly PatchOperation['op'][];
  /** Changes the copy that the whole list of operations works on. */
  apply(target: T, operation: PatchOperation, names: readonly string[]): void;
}

/**
 * The message for an operation that no rule takes: AWS words it differently for each resource.
 *
 * @param matching the rules of the path, whatever their operations; none for an unknown path
 */
export type Refusal = (
  operation: PatchOperation,
  matching: readonly Pick<PatchRule<never>, 'ops'>[],
  all: readonly Pick<PatchRule<never>, 'ops' | 'path' | 'documented'>[],
) => string;

/**
 * Applies a list of patch operations to a copy: all of them or, when one throws, none.
 *
 * @param target not changed
 * @param refusal what to say of an operation that no rule takes
 * @throws {AwsError} 400 for a path or operation that no rule has, and whatever a rule throws
 */
export function applyPatch<T>(
  target: T,
  operations: readonly PatchOperation[],
  rules: readonly PatchRule<T>[],
  refusal: Refusal = listing,
): T {
  const copy = copyOf(target);
  for (const operation of operations) {
    const { path } = operation;
    const matching = rules.filter((rule) => rule.path.test(path));
    const rule = matching.find(({ ops }) => ops.includes(operation.op));
    if (rule === undefined) {
      throw badRequest(refusal(operation, matching, rules));
    }
    const [, ...names] = rule.path.exec(path) ?? [];
    rule.apply(copy, operation, names.map(decodePointer));
  }
  return copy;
}

/**
 * Gives a resource what a patch made of it. It stays the same object, as what its callers have used up of its
 * throttling, and what its authorizers said, is known by that.
 */
export function setPatched<T extends object>(target: T, patched: T): void {
  for (const name of Object.keys(target).filter((each) => !Object.hasOwn(patched, each))) {
    Reflect.deleteProperty(target, name);
  }
  Object.assign(target, patched);
}

/** Names all paths that have the operation; one that no path has is told before the path is looked at. */
const listing: Refusal = ({ op, path }, _matching, all) => {
  const supporting = all.filter(({ ops }) => ops.includes(op));
  const advice =
    supporting.length === 0
      ? 'Please choose supported operations'
      : `Must be one of: [${supporting.flatMap(documentedPaths).join(', ')}]`;
  return `Invalid patch path  '${path}' specified for op '${op}'. ${advice}`;
};

/** Names the operations of the path, where the path is known. */
export const operationsOfPath: Refusal = ({ path }, [rule]) => {
  if (rule === undefined) {
    return `Invalid patch path ${path}`;
  }
  return rule.ops.length === 1
    ? `Invalid patch operation specified. Must be one of: [${rule.ops.join(', ')}]`
    : `Invalid patch operation specified. Must be ${rule.ops.map((op) => `'${op}'`).join('|')}`;
};

/** Says no more than that the path is wrong, whatever the operation. */
export const pathOnly: Refusal = ({ path }) => `Invalid patch path ${path}`;

function documentedPaths({
  path,
  documented,
}: Pick<PatchRule<never>, 'path' | 'documented'>): readonly string[] {
  const pattern = path.source.replaceAll(/^\^|\$$/g, '').replaceAll('\\/', '/');
  return documented ?? [pattern.replaceAll('([^/]+)', '{name}').replaceAll('([^\\/]+)', '{name}')];
}

/** A segment of a JSON pointer (RFC 6901). */
function decodePointer(segment: string): string {
  return segment.replaceAll('~1', '/').replaceAll('~0', '~');
}

/** The operation's value. @throws {AwsError} 400 when it has none */
export function valueOf({ path, value }: PatchOperation): string {
  if (value === undefined) {
    throw badRequest(`Invalid patch value specified for path '${path}': it is required`);
  }
  return value;
}

/** Java reads anything but `true` as false, no value too. */
export function booleanOf({ value }: PatchOperation): boolean {
  return value?.toLowerCase() === 'true';
}

/** @throws {AwsError} 400 unless the value is a number */
export function numberOf(operation: PatchOperation): number {
  const text = valueOf(operation).trim();
  const value = Number(text);
  if (text === '' || !Number.isFinite(value)) {
    throw badRequest(`Invalid number '${text}' for path '${operation.path}'`);
  }
  return value;
}
