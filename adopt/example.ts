import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { UsageError } from '../runner/errors.ts';
import { digestOf } from './digest.ts';
import { replaceFile } from './replace-file.ts';

/** The example's files among the user's: what the skeleton puts in their place, or nothing. */
const replaced = ['function/handler.ts', 'infra/openapi.yaml'];
const exampleTests = ['unit', 'lambda', 'api'].map((tier) => `tests/${tier}/greeting.test.ts`);
const skeletonTests = ['unit/handler', 'lambda/handler', 'api/health'].map(
  (name) => `tests/${name}.test.ts`,
);

/** The example's files, as they are published. */
export const exampleFiles = [...replaced, ...exampleTests];

/** Of the tool, and here only as long as the examples are: they, and the test that releases one. */
const furtherExamples = ['examples', 'tests/project/behaviour/e2e/orders.test.ts'];

const skeletonFolder = 'adopt/skeleton';
/** What answers a plain GET there. */
export const skeletonPath = '/health';

/** @param file its path from the project's root, with slashes. */
export function isOfExamples(file: string): boolean {
  return furtherExamples.some((path) => file === path || file.startsWith(`${path}/`));
}

/** Whether there are examples: not once they were removed, nor before a version brings them. */
export function hasExamples(root: string): boolean {
  return existsSync(join(root, 'examples'));
}

/**
 * Removes the example, and puts the smallest function that can be released in its place: a handler, a route
 * and a test of each tier. When this is killed, the same again does the rest.
 *
 * @param root of the project.
 * @param published digests of {@link exampleFiles}, by path.
 * @returns the files and folders that changed or went, by their paths from the root.
 * @throws {UsageError} when the example is not as it was published; nothing has changed then.
 */
export function removeExample(root: string, published: Readonly<Record<string, string>>): string[] {
  const skeleton = (file: string) => readFileSync(join(root, skeletonFolder, file));
  const present = (file: string) =>
    existsSync(join(root, file)) ? digestOf(readFileSync(join(root, file))) : undefined;
  const wanted = new Map([
    ...[...replaced, ...skeletonTests].map((file) => [file, digestOf(skeleton(file))] as const),
    ...exampleTests.map((file) => [file, undefined] as const),
  ]);
  const edited = [...wanted].filter(([file, then]) => {
    const now = present(file);
    return now !== then && now !== published[file];
  });
  if (edited.length > 0) {
    const files = edited.map(([file]) => file).join(', ');
    throw new UsageError(
      `The example is not as it was published (${files}), so nothing was removed`,
      { text: 'remove by hand what you do not need' },
      { resource: files },
    );
  }
  const changed = [...wanted].filter(([file, then]) => present(file) !== then);
  for (const [file, then] of changed) {
    if (then === undefined) {
      rmSync(join(root, file));
    } else {
      replaceFile(join(root, file), skeleton(file));
    }
  }
  const gone = furtherExamples.filter((path) => existsSync(join(root, path)));
  for (const path of gone.toReversed()) {
    rmSync(join(root, path), { recursive: true });
  }
  return [...changed.map(([file]) => file), ...gone];
}
