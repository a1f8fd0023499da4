import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { z } from 'zod';

const manifest = z.object({
  name: z.string({ error: 'Pulumi.yaml must have a name, that of this project' }),
});

/** The name in Pulumi.yaml, by which Pulumi knows the project; the namespace of its own settings. */
export const project = manifest.parse(
  parse(readFileSync(new URL('../Pulumi.yaml', import.meta.url), 'utf8')),
).name;
