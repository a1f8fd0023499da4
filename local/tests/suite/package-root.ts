import { join } from 'node:path';

/** The folder with this package's package.json. */
export const packageRoot = join(import.meta.dirname, '..', '..');
