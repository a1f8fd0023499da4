import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';

const manifest = z.object({ name: z.string() });

/** The name in a project's `Pulumi.yaml`. */
export function projectNameOf(root: string): string {
  return manifest.parse(parse(readFileSync(join(root, 'Pulumi.yaml'), 'utf8'))).name;
}
