/**
 * Writes a document as text that reads back as the same document. In YAML, text is quoted: a block
 * scalar that is only white space does not survive the YAML library.
 */
export async function writeDocument(
  document: Readonly<Record<string, unknown>>,
  format: 'json' | 'yaml',
): Promise<string> {
  if (format === 'json') {
    return JSON.stringify(document, undefined, 2);
  }
  const { stringify } = await import('yaml');
  return stringify(document, { aliasDuplicateObjects: false, blockQuote: false, lineWidth: 0 });
}
