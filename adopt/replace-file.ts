import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/**
 * Writes a file as a whole or not at all.
 *
 * @param mode its permissions; left out, as for any new file.
 */
export function replaceFile(path: string, contents: string | Buffer, mode?: number): void {
  mkdirSync(dirname(path), { recursive: true });
  const temporary = `${path}.new`;
  writeFileSync(temporary, contents, mode === undefined ? {} : { mode });
  renameSync(temporary, path);
}

export const asJson = (value: unknown): string => `${JSON.stringify(value, undefined, 2)}\n`;
