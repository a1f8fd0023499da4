import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { isObject } from './properties.ts';

/**
 * Whether a stack refuses what the embedded AWS does not model: `local:strict: true` in its file.
 *
 * @param dir where the files `Pulumi.STACK.yaml` are; without it none is strict.
 */
export function strictness(dir: string | undefined): (stack: string) => boolean {
  const known = new Map<string, boolean>();
  return (stack) => {
    const isStrict = known.get(stack) ?? (dir !== undefined && readStrict(dir, stack));
    known.set(stack, isStrict);
    return isStrict;
  };
}

function readStrict(dir: string, stack: string): boolean {
  const file = parse(readStackFile(join(dir, `Pulumi.${stack}.yaml`))) as unknown;
  const config = isObject(file) && isObject(file.config) ? file.config : {};
  return String(config['local:strict']) === 'true';
}

/** A stack need not have a file. */
function readStackFile(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') {
      return '';
    }
    throw error;
  }
}
