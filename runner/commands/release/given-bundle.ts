import { BundleError, type Bundle } from '../../../bundler/bundle.ts';
import { readBuiltBundle } from '../../../bundler/built-bundle.ts';
import { UsageError } from '../../errors.ts';
import { requireDigest } from '../require-digest.ts';

/** What `--bundle` and `--digest` say. */
interface Given {
  readonly bundle: string | undefined;
  readonly digest: string | undefined;
}

/**
 * Reads the bundle that was built before, and compares its digest with the one that is asked for.
 *
 * @returns undefined where the release builds its own.
 * @throws {UsageError} when it is not there, is no bundle, or has another digest.
 */
export function readGivenBundle({ bundle: file, digest }: Given): Bundle | undefined {
  if (file === undefined) {
    if (digest !== undefined) {
      throw new UsageError(
        '--digest is of the file that --bundle names, and there is no --bundle',
        {
          text: 'name the file too: --bundle FILE',
        },
      );
    }
    return undefined;
  }
  const expected = digest === undefined ? undefined : requireDigest('--digest', digest);
  try {
    return readBuiltBundle(file, expected);
  } catch (error) {
    throw error instanceof BundleError
      ? new UsageError(error.message, { text: error.remedy }, { cause: error, resource: file })
      : error;
  }
}
