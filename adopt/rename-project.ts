import { existsSync, globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { UsageError } from '../runner/errors.ts';
import { asJson, replaceFile } from './replace-file.ts';
import { renameStackFile, type Renaming } from './rename-stack-file.ts';

const manifest = z.looseObject({ name: z.string() });
const named = z.looseObject({ name: z.string() });
const lockfile = manifest.extend({
  packages: z.looseObject({ '': named, function: named.optional() }),
});

/** The workspace of the handler, while nobody gave it another name. */
const workspaceOf = (project: string): string => `@${project}/function`;
const workspaceFile = 'function/package.json';

/** The examples' too: to be copied, they need the project's name. */
const findStackFiles = (root: string): string[] =>
  globSync(['Pulumi.*.yaml', 'examples/*/Pulumi.*.yaml'], { cwd: root })
    .map((file) => file.replaceAll('\\', '/'))
    .sort();

const emptyChangelog = '# Changelog\n\n## Unreleased\n';

/**
 * Gives a project another name, in all files that hold it. `Pulumi.yaml` is the last: when this is killed
 * before, the same command does the rest.
 *
 * @param root of the project.
 * @returns the files that changed, by their paths from the root.
 * @throws {UsageError} when a stack's file is no valid YAML; nothing has changed then.
 */
export function renameProject(root: string, renaming: Renaming): string[] {
  const { from, to } = renaming;
  const read = (file: string) => readFileSync(join(root, file), 'utf8');
  const renamed = new Map<string, string>();
  for (const file of findStackFiles(root)) {
    renamed.set(file, renameOrRefuse(file, read(file), renaming));
  }
  renamed.set(
    'package.json',
    asJson({ ...manifest.parse(JSON.parse(read('package.json'))), name: to }),
  );
  if (existsSync(join(root, workspaceFile))) {
    const workspace = manifest.parse(JSON.parse(read(workspaceFile)));
    if (workspace.name === workspaceOf(from)) {
      renamed.set(workspaceFile, asJson({ ...workspace, name: workspaceOf(to) }));
    }
  }
  const lock = lockfile.parse(JSON.parse(read('package-lock.json')));
  const packages = renamePackages(lock.packages, renaming);
  renamed.set('package-lock.json', asJson({ ...lock, name: to, packages }));
  if (from !== to) {
    renamed.set('CHANGELOG.md', emptyChangelog);
  }
  renamed.set(
    'Pulumi.yaml',
    read('Pulumi.yaml').replace(/^name:.*$/m, () => `name: ${to}`),
  );
  const changed = [...renamed].filter(([file, text]) => text !== read(file));
  for (const [file, text] of changed) {
    replaceFile(join(root, file), text);
  }
  return changed.map(([file]) => file);
}

/** What npm would write into the lockfile, in its order, so that the names are in step. */
function renamePackages(
  packages: z.infer<typeof lockfile>['packages'],
  { from, to }: Renaming,
): Record<string, unknown> {
  const renamed = { ...packages, '': { ...packages[''], name: to } };
  const workspace = packages.function;
  if (workspace?.name !== workspaceOf(from)) {
    return renamed;
  }
  const linkOf = (project: string) => `node_modules/${workspaceOf(project)}`;
  const entries = Object.entries({ ...renamed, function: { ...workspace, name: workspaceOf(to) } });
  return Object.fromEntries(
    entries
      .map(([path, entry]): [string, unknown] => [path === linkOf(from) ? linkOf(to) : path, entry])
      .toSorted(([one], [other]) => one.localeCompare(other, 'en')),
  );
}

function renameOrRefuse(file: string, text: string, renaming: Renaming): string {
  const renamed = renameStackFile(text, renaming);
  if (renamed === undefined) {
    throw new UsageError(
      `${file} is not valid YAML, so nothing was renamed`,
      { text: `edit ${file}, then run the command again` },
      { resource: file },
    );
  }
  return renamed;
}
