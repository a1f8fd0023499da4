import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { UsageError } from '../runner/errors.ts';
import { digestOf } from './digest.ts';
import { exampleFiles } from './example.ts';
import { ownerOf } from './ownership.ts';

const versions = z.record(z.string(), z.string());

/** What of a package.json the tool has and the user may add to. */
export const manifestParts = z.object({
  dependencies: versions.default({}),
  devDependencies: versions.default({}),
  scripts: versions.default({}),
});

const record = z.object({
  /** SHA-256 of each of the tool's files, by path. */
  files: versions,
  /** The same of the example's files, which are the user's. */
  example: versions.default({}),
  manifest: manifestParts,
  /** The tool's own. */
  changelog: z.string(),
});

/** The version of the tool that a project has: `adopt/record.json`, written by `init` and `upgrade`. */
export type ToolRecord = z.infer<typeof record>;

export const recordFile = 'adopt/record.json';

/**
 * @returns undefined before the first `npm run init`.
 * @throws {UsageError} when it is no record, as with the marks of a merge in it.
 */
export function readRecord(root: string): ToolRecord | undefined {
  try {
    return record.parse(JSON.parse(readFileSync(join(root, recordFile), 'utf8')));
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') {
      return undefined;
    }
    if (error instanceof SyntaxError || error instanceof z.ZodError) {
      throw new UsageError(
        `${recordFile} is not as init and upgrade write it`,
        { text: `take ${recordFile} from the commit of the last init or upgrade` },
        { cause: error, resource: recordFile },
      );
    }
    throw error;
  }
}

/**
 * @param root of a checkout of the tool as it was published.
 * @param files the tool's there.
 */
export function makeRecord(root: string, files = listToolFiles(root)): ToolRecord {
  const read = (file: string) => readFileSync(join(root, file), 'utf8');
  const digest = (which: readonly string[]) =>
    Object.fromEntries(which.map((file) => [file, digestOf(readFileSync(join(root, file)))]));
  return {
    files: digest(files),
    example: digest(exampleFiles.filter((file) => existsSync(join(root, file)))),
    manifest: manifestParts.parse(JSON.parse(read('package.json'))),
    changelog: read('CHANGELOG.md'),
  };
}

/** @returns the tool's files, by their paths from the root with slashes, sorted. */
export function listToolFiles(root: string, folder = ''): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true })
    .flatMap((entry) => {
      const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
      if (ownerOf(path) === 'nobody') {
        return [];
      }
      return entry.isDirectory() ? listToolFiles(root, path) : [path];
    })
    .filter((file) => ownerOf(file) === 'tool')
    .sort();
}
