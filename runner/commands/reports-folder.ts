import { join } from 'node:path';
import { root } from '../root.ts';

/** Where releases and rollbacks leave their reports: a folder each, named by its id. */
export const reportsFolder = join(root, '.local', 'reports');
