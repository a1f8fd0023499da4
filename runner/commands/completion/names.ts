import { existsSync, readdirSync } from 'node:fs';
import { root } from '../../root.ts';
import { readStackFile } from '../read-settings.ts';
import { reportsFolder } from '../reports-folder.ts';
import type { FindNames } from './candidates.ts';

/** The region does not matter for names, and may be named nowhere. */
const anyRegion = 'us-east-1';

/** Names that are known on this machine. */
export const findNames: FindNames = (kind, stack) => {
  switch (kind) {
    case 'stack':
      return readdirSync(root).flatMap((file) => /^Pulumi\.(.+)\.yaml$/.exec(file)?.[1] ?? []);
    case 'target':
      return findTargets(stack);
    case 'report':
      return existsSync(reportsFolder) ? readdirSync(reportsFolder).sort().reverse() : [];
  }
};

/** None of a stack whose file says nothing that can be used. */
function findTargets(stack: string): string[] {
  try {
    return readStackFile(stack, anyRegion).program.targets.map(({ name }) => name);
  } catch {
    return [];
  }
}
