import { copyOf } from '../by-name.ts';
import { z } from 'zod';
import { badRequest } from './errors.ts';

/** The member `patchOperations` of every Update operation; values are always strings. */
export const patchBody = z.object({
  patchOperations: z
    .array(
      z.object({
        op: z.enum(['add', 'remove', 'replace', 'move', 'copy', 'test']),
        path: z.string(),
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
 * Applies a list of patch operations to a copy: all of them or, when one throws, none.
 *
 * @param target not changed
 * @throws {AwsError} 400 for a path or operation that no rule has, and whatever a rule throws
 */
export function applyPatch<T>(
  target: T,
  operations: readonly PatchOperation[],
  rules: readonly PatchRule<T>[],
): T {
  const copy = copyOf(target);
  for (const operation of operations) {
    applyOne(copy, operation, rules);
  }
  return copy;
}

function applyOne<T>(target: T, operation: PatchOperation, rules: readonly PatchRule<T>[]): void {
  const { op, path } = operation;
  const matching = rules.filter((rule) => rule.path.test(path));
  if (matching.length === 0) {
    throw badRequest(
      `Invalid patch path  '${path}' specified for op '${op}'. Must be one of: [${rules.flatMap(documentedPaths).join(', ')}]`,
    );
  }
  const rule = matching.find(({ ops }) => ops.includes(op));
  if (rule === undefined) {
    throw badRequest(
      `Invalid patch path  '${path}' specified for op '${op}'. Please choose supported operations`,
    );
  }
  const [, ...names] = rule.path.exec(path) ?? [];
  rule.apply(target, operation, names.map(decodePointer));
}

function documentedPaths<T>({ path, documented }: PatchRule<T>): readonly string[] {
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

/** @throws {AwsError} 400 unless the value is `true` or `false` */
export function booleanOf(operation: PatchOperation): boolean {
  const value = valueOf(operation).toLowerCase();
  if (value !== 'true' && value !== 'false') {
    throw badRequest(`Invalid boolean value '${value}' for path '${operation.path}'`);
  }
  return value === 'true';
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
