import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { hasExamples, isOfExamples } from '../../../adopt/example.ts';
import { ownerOf } from '../../../adopt/ownership.ts';

/** Markdown without what stands in fenced blocks. */
const proseOf = (markdown: string): string => markdown.replace(/^( *)```[\s\S]*?^\1```$/gm, '');

/** Names of what is made, and so in no checkout. */
const madeLater = /^(\.local|node_modules)(\/|$)/;

/** A word with a slash, as in `infra/openapi.yaml`; not a command, a URL, a package or a flag. */
const pathShape = /^\.?[A-Za-z][\w.*-]*(\/[\w.*-]+)*\/?$/;

/** @returns the paths in backticks that should exist in the repository. */
export function citedPaths(markdown: string): string[] {
  return [...proseOf(markdown).matchAll(/`([^`\n]+)`/g)]
    .map(([, code = '']) => code)
    .filter((code) => code.includes('/') && pathShape.test(code) && !madeLater.test(code));
}

/** Folders that may be deleted as a whole. */
const optional = ['local', 'examples'];

/**
 * Whether a path exists; a word in capitals stands for any name, as in `local/aws/SERVICE/`. What is
 * the user's may be anything, and examples may have been removed.
 */
export function pathExists(root: string, path: string): boolean {
  const isGone = (folder: string) => !existsSync(join(root, folder));
  if (optional.some((folder) => path.startsWith(`${folder}/`) && isGone(folder))) {
    return true;
  }
  if (ownerOf(path) === 'user' || (isOfExamples(path) && !hasExamples(root))) {
    return true;
  }
  const pattern = path.replace(/\b[A-Z]{3,}\b/g, '*').replace(/\/$/, '');
  return existsSync(join(root, path)) || globSync(pattern, { cwd: root }).length > 0;
}

/** @returns the targets of links that are not URLs. */
export function relativeLinks(markdown: string): string[] {
  return [...proseOf(markdown).matchAll(/\]\(([^)\s]+)\)/g)]
    .map(([, target = '']) => target)
    .filter((target) => !/^[a-z]+:/.test(target));
}

/** Whether what a link in a document points at exists: the file, and the heading in it. */
export function linkResolves(root: string, document: string, link: string): boolean {
  const [path = '', anchor] = link.split('#');
  const file = path === '' ? join(root, document) : join(root, dirname(document), path);
  return (
    existsSync(file) &&
    (anchor === undefined || anchorsOf(readFileSync(file, 'utf8')).includes(anchor))
  );
}

/** As GitHub makes them of headings. */
export function anchorsOf(markdown: string): string[] {
  return [...proseOf(markdown).matchAll(/^#{1,6} (.+)$/gm)].map(([, heading = '']) =>
    heading
      .trim()
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, '')
      .replaceAll(' ', '-'),
  );
}
