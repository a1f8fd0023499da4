import { RoutesError } from '../../../infra/routes.ts';
import { BundleError } from '../../../bundler/bundle.ts';
import { ReleaseError } from '../../errors.ts';
import { npmRun } from '../../report/next.ts';
import { explainBundling } from '../../steps/bundle.ts';

/**
 * What is wrong with what was saved, for people.
 *
 * @returns undefined for what is no mistake of theirs.
 */
export function describeMistake(error: unknown): string | undefined {
  if (error instanceof RoutesError) {
    return error.message;
  }
  const output = error instanceof BundleError ? error.output : '';
  const explained = explainBundling(error, npmRun('dev'));
  return explained instanceof ReleaseError
    ? [output, explained.message].filter((text) => text !== '').join('\n')
    : undefined;
}
