import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { UserParts } from '../../../infra/program.ts';
import { parse } from 'yaml';
import { z } from 'zod';
import { readRoutes } from '../../../infra/routes.ts';
import { project } from '../../../stack/project.ts';
import { parseStackFile, type Settings } from '../../../stack/stack-file.ts';
import * as own from '../_fixtures/greeting/infra/own.ts';

/**
 * What is the user's, as this project's own tests have it. In the checkout there may be anything in its
 * place (`adopt/ownership.ts`).
 */
export const greetingFolder = join(import.meta.dirname, '..', '_fixtures', 'greeting');

export const greetingHandler = join(greetingFolder, 'function', 'handler.ts');

/** Its `openapi.yaml`. */
export const greetingApi = readFileSync(join(greetingFolder, 'infra', 'openapi.yaml'), 'utf8');

export const greetingRoutes = () => readRoutes(greetingApi);

export const greetingParts: UserParts = { readRoutes: greetingRoutes, own };

/** As `readSettings` gives those of the checkout. */
export function greetingSettings(stack: 'local' | 'dev'): Settings {
  const read = (file: string) => readFileSync(join(greetingFolder, file), 'utf8');
  const { name } = manifest.parse(parse(read('Pulumi.yaml')));
  const text = read(`Pulumi.${stack}.yaml`).replaceAll(`${name}:`, `${project}:`);
  return parseStackFile(stack, parse(text));
}

const manifest = z.object({ name: z.string() });
