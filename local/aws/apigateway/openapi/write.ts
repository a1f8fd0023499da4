import { stringify } from 'yaml';

/**
 * Writes a document as text that reads back as the same document. In YAML, text is quoted: a block
 * scalar that is only white space does not survive the YAML library.
 */
export function writeDocument(
  document: Readonly<Record<string, unknown>>,
  format: 'json' | 'yaml',
): string {
  return format === 'json'
    ? JSON.stringify(document, undefined, 2)
    : stringify(document, { aliasDuplicateObjects: false, blockQuote: false, lineWidth: 0 });
}
