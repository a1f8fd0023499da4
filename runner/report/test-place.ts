import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';

/** A line of a file in the project. */
export interface Place {
  /** From the project's root, with slashes. */
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** Behind a path. What is before it is read from here, as a search for its beginning takes minutes in a long text. */
const position = /\.[cm]?[jt]sx?:(?<line>\d+)(?::(?<column>\d+))?/g;

const notOfPath = /[\s():'"`]/;

/**
 * Finds where a test failed: the first line of the project's own that its diagnostic names.
 *
 * @param root of the project, as an absolute path.
 */
export function findPlace(diagnostic: string, root: string): Place | undefined {
  for (const { index, 0: text, groups } of diagnostic.matchAll(position)) {
    const { line = '', column = '1' } = groups ?? {};
    const end = index + text.indexOf(':');
    const file = withinRoot(diagnostic.slice(beginOfPath(diagnostic, index), end), root);
    if (file !== undefined) {
      return { file, line: Number(line), column: Number(column) };
    }
  }
  return undefined;
}

function beginOfPath(text: string, end: number): number {
  let begin = end;
  while (begin > 0 && !notOfPath.test(text.charAt(begin - 1))) {
    begin -= 1;
  }
  const scheme = 'file:';
  return text.startsWith(`${scheme}//`, begin - scheme.length) ? begin - scheme.length : begin;
}

function withinRoot(path: string, root: string): string | undefined {
  const plain = pathOf(path);
  const file = plain?.startsWith('/') === true ? relative(root, plain) : plain;
  return file === undefined || file.startsWith('..') || file.includes('node_modules/')
    ? undefined
    : file;
}

/** @returns undefined for a URL that names no file of this system. */
function pathOf(path: string): string | undefined {
  if (!path.startsWith('file:///')) {
    return path.replace('file://', '');
  }
  try {
    return fileURLToPath(path);
  } catch {
    return undefined;
  }
}
