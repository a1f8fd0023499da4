import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';

/** A line of a file in the project. */
export interface Place {
  /** From the project's root, with slashes. */
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

const frame = /(?<path>(?:file:\/\/)?[^\s():'"`]*\.[cm]?[jt]sx?):(?<line>\d+)(?::(?<column>\d+))?/g;

/**
 * Finds where a test failed: the first line of the project's own that its diagnostic names.
 *
 * @param root of the project, as an absolute path.
 */
export function findPlace(diagnostic: string, root: string): Place | undefined {
  for (const { groups } of diagnostic.matchAll(frame)) {
    const { path = '', line = '', column = '1' } = groups ?? {};
    const file = withinRoot(path, root);
    if (file !== undefined) {
      return { file, line: Number(line), column: Number(column) };
    }
  }
  return undefined;
}

function withinRoot(path: string, root: string): string | undefined {
  const plain = path.startsWith('file:///') ? fileURLToPath(path) : path.replace('file://', '');
  const file = plain.startsWith('/') ? relative(root, plain) : plain;
  return file.startsWith('..') || file.includes('node_modules/') ? undefined : file;
}
