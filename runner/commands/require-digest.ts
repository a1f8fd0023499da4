import { parseDigest } from '../../bundler/digest.ts';
import { UsageError } from '../errors.ts';

/**
 * Reads a digest that was typed.
 *
 * @param option that it was typed behind.
 * @returns it as Lambda writes `CodeSha256`.
 * @throws {UsageError} when it is none.
 */
export function requireDigest(option: string, text: string): string {
  const codeSha256 = parseDigest(text);
  if (codeSha256 === undefined) {
    throw new UsageError(
      `${option} ${text} is no SHA-256`,
      { text: 'give it as npm run bundle prints it, sha256: and 64 hexadecimal digits' },
      { resource: `option ${option}` },
    );
  }
  return codeSha256;
}
