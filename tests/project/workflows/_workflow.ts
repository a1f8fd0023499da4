import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { projectRoot } from '../suite/project-root.ts';

const texts = z.record(z.string(), z.union([z.string(), z.number(), z.boolean()]));
const permissions = z.record(z.string(), z.enum(['read', 'write', 'none']));
const step = z.looseObject({
  id: z.string().optional(),
  if: z.string().optional(),
  uses: z.string().optional(),
  run: z.string().optional(),
  env: texts.optional(),
  with: texts.optional(),
});
const job = z.looseObject({
  if: z.string().optional(),
  permissions: permissions.optional(),
  outputs: z.record(z.string(), z.string()).optional(),
  env: texts.optional(),
  steps: z.array(step),
});
const workflow = z.looseObject({
  on: z.unknown(),
  permissions,
  concurrency: z.looseObject({ 'cancel-in-progress': z.unknown(), queue: z.string().optional() }),
  env: texts.optional(),
  jobs: z.record(z.string(), job),
});

export type Job = z.infer<typeof job>;
export type Workflow = z.infer<typeof workflow>;

export const workflowFolder = join('.github', 'workflows');

/** @throws {Error} when the workflow has no such job. */
export function jobOf({ jobs }: Workflow, name: string): Job {
  const found = jobs[name];
  if (found === undefined) {
    throw new Error(`There is no job ${name} any more`);
  }
  return found;
}

/** @param name of a file there, `release.yml`. */
export function readWorkflow(name: string): Workflow {
  return workflow.parse(parse(readFileSync(join(projectRoot, workflowFolder, name), 'utf8')));
}
