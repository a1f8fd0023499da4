// What comments and documents cite by number or by path, and what of it exists.

import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** By what is cited: the document that has a heading for each number, as `### D1 …` or `## 4. …`. */
const documents = {
  trap: 'docs/traps.md',
  invariant: 'docs/invariants.md',
};

const separator = String.raw`(?:,\s*(?:and|or|to)\s+|\s+(?:and|or|to)\s+|,\s*|\s*[/–-]\s*)`;
const list = (number) => String.raw`(${number}(?:${separator}${number})*)\b`;
const patterns = {
  trap: new RegExp(String.raw`\btraps?\s+${list('[A-Z]\\d+')}`, 'gi'),
  invariant: new RegExp(String.raw`\binvariants?\s+${list('\\d+')}`, 'gi'),
};
/** In parentheses, without a word that says what it is. */
const bareNumber = /\(([DO]\d{1,2})\)/g;
const documentPath = /(?<![\w./-])docs\/[\w./-]*\w/g;
const elsewhere = /\bDESIGN\b/g;

/**
 * Finds what a text cites.
 *
 * @param text of a comment or of a document; stars at the beginning of lines may be in it.
 */
export function findCitations(text) {
  const flat = text.replace(/\n[ \t]*\*?[ \t]?/g, '\n');
  const numbers = Object.entries(patterns).flatMap(([kind, pattern]) =>
    [...flat.matchAll(pattern)].flatMap(([, cited]) =>
      cited.match(/[A-Z]?\d+/gi).map((number) => ({ kind, number: number.toUpperCase() })),
    ),
  );
  return {
    numbers,
    bare: [...flat.matchAll(bareNumber)].map(([, number]) => number),
    paths: flat.match(documentPath) ?? [],
    elsewhere: flat.match(elsewhere) ?? [],
  };
}

/** @returns the numbers that a document has headings for. */
export function headingNumbers(markdown) {
  const headings = markdown.matchAll(/^#{2,4} (?:([A-Z]\d+)\b|(\d+)\. )/gm);
  return new Set([...headings].map(([, trap, invariant]) => trap ?? invariant));
}

/**
 * Makes a checker that says what is wrong with a text, a sentence each.
 *
 * @param root of the project.
 */
export function citationChecker(root) {
  const known = Object.fromEntries(
    Object.entries(documents).map(([kind, path]) => {
      const file = join(root, path);
      return [kind, existsSync(file) ? headingNumbers(readFileSync(file, 'utf8')) : new Set()];
    }),
  );
  return (text) => {
    const { numbers, bare, paths, elsewhere } = findCitations(text);
    return [
      ...numbers
        .filter(({ kind, number }) => !known[kind].has(number))
        .map(({ kind, number }) => `${documents[kind]} has no heading for ${kind} ${number}.`),
      ...bare.map((number) => `Say what ${number} is: trap ${number}.`),
      ...paths
        .filter((path) => !existsSync(join(root, path)))
        .map((path) => `There is no document ${path}.`),
      ...elsewhere.map((name) => `${name} is not in this repository: cite docs/design.md.`),
    ];
  };
}
