import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';

const stackFile = z.object({ config: z.object({ 'aws:region': z.string() }) });

/**
 * The region of the stack `local`, in which a command will look for what was released.
 *
 * @param root of the project.
 * @returns undefined where the stack has no file, or that names no region.
 */
export function regionOfStack(root: string): string | undefined {
  const path = join(root, 'Pulumi.local.yaml');
  const file = existsSync(path)
    ? stackFile.safeParse(parse(readFileSync(path, 'utf8')))
    : undefined;
  return file?.data?.config['aws:region'];
}
