import { existsSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join, matchesGlob } from 'node:path';
import { z } from 'zod';
import { digestOf } from './digest.ts';
import { hasExamples, isOfExamples } from './example.ts';
import { projectNameOf } from './project-name.ts';
import { listToolFiles, makeRecord, manifestParts, recordFile, type ToolRecord } from './record.ts';
import { renameStackFile } from './rename-stack-file.ts';
import { asJson, replaceFile } from './replace-file.ts';

/** What came of taking over a version; files by their paths from the root. */
export interface TakenOver {
  readonly written: readonly string[];
  /** Of those, the ones that had been edited here. */
  readonly edited: readonly string[];
  readonly removed: readonly string[];
  /** No file of the newer version, but edited here. */
  readonly left: readonly string[];
  /** Lines of the newer version's changelog that the other's does not have. */
  readonly changes: readonly string[];
}

const manifest = manifestParts.and(
  z.looseObject({ name: z.string(), version: z.string().optional() }),
);
const lockfile = z.looseObject({ packages: z.looseObject({ '': z.looseObject({}) }) });

/**
 * Replaces what is the tool's by what a newer version has, and keeps what is the user's
 * (`ownership.ts`). The record is written last: when this is killed before, the same again does the rest.
 *
 * @param root of the project.
 * @param source of the newer version.
 * @param record of the version that the project has; undefined removes nothing.
 */
export function takeOver(root: string, source: string, record: ToolRecord | undefined): TakenOver {
  const made = makeRecord(source);
  const next = { ...made, example: record?.example ?? made.example };
  const [ours, theirs] = [projectNameOf(root), projectNameOf(source)];
  const present = (file: string) =>
    existsSync(join(root, file)) ? digestOf(readAs(theirs, ours, root, file)) : undefined;
  const isEdited = (file: string) => {
    const [now, before] = [present(file), record?.files[file]];
    return now !== undefined && before !== undefined && now !== before;
  };

  const areExamplesRemoved =
    !hasExamples(root) && Object.keys(record?.files ?? {}).some(isOfExamples);
  const written = listToolFiles(source).filter(
    (file) => present(file) !== next.files[file] && !(areExamplesRemoved && isOfExamples(file)),
  );
  const edited = written.filter(isEdited);
  const gone = Object.keys(record?.files ?? {}).filter(
    (file) => next.files[file] === undefined && present(file) !== undefined,
  );
  const [left, removed] = [gone.filter(isEdited), gone.filter((file) => !isEdited(file))];

  // First, as there may be a folder by now where a file was.
  for (const file of removed) {
    rmSync(join(root, file));
  }
  for (const file of written) {
    const { mode } = statSync(join(source, file));
    replaceFile(join(root, file), readAs(ours, theirs, source, file), mode & 0o777);
  }
  mergeManifest(root, source, record);
  replaceFile(join(root, recordFile), asJson(next));
  const known = new Set((record?.changelog ?? '').split('\n'));
  const changes = next.changelog.split('\n').filter((line) => !known.has(line));
  return { written, edited, removed, left, changes };
}

/** What is in a file; a stack's file of an example has the name of its project in it. */
function readAs(name: string, from: string, folder: string, file: string): Buffer {
  const contents = readFileSync(join(folder, file));
  if (!matchesGlob(file, 'examples/*/Pulumi.*.yaml')) {
    return contents;
  }
  const renaming = { from, to: name, region: undefined };
  return Buffer.from(renameStackFile(contents.toString(), renaming) ?? contents);
}

/** The newer version's, with the project's name and version, and what the user added. */
function mergeManifest(root: string, source: string, record: ToolRecord | undefined): void {
  const read = (folder: string, file: string): unknown =>
    JSON.parse(readFileSync(join(folder, file), 'utf8'));
  const ours = manifest.parse(read(root, 'package.json'));
  const theirs = manifest.parse(read(source, 'package.json'));
  const before = record?.manifest;
  const merge = (part: keyof ToolRecord['manifest']) => {
    const added = Object.entries(ours[part]).filter(([name]) => before?.[part][name] === undefined);
    const all = Object.entries({ ...Object.fromEntries(added), ...theirs[part] });
    return Object.fromEntries(all.sort(byName));
  };
  const { name, version } = ours;
  const own = { name, ...(version !== undefined && { version }) };
  const parts = { dependencies: merge('dependencies'), devDependencies: merge('devDependencies') };
  const scripts = { ...theirs.scripts, ...merge('scripts') };
  replaceFile(join(root, 'package.json'), asJson({ ...theirs, ...own, ...parts, scripts }));
  const lock = lockfile.parse(read(source, 'package-lock.json'));
  const packages = { ...lock.packages, '': { ...lock.packages[''], ...own } };
  replaceFile(join(root, 'package-lock.json'), asJson({ ...lock, ...own, packages }));
}

const byName = ([one]: readonly [string, string], [other]: readonly [string, string]) =>
  one < other ? -1 : 1;
