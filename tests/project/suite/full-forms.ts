import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from './project-root.ts';

/** What a test imports that has a quick form and a full one. */
const marker = "/_helpers/matrix.ts'";

/** The test files that have a full form, as paths from the project root, sorted. */
export function findFullForms(): string[] {
  return globSync('tests/project/**/*.test.ts', { cwd: projectRoot })
    .filter((file) => readFileSync(join(projectRoot, file), 'utf8').includes(marker))
    .sort();
}
