import type { Bundle } from '../../function/bundle.ts';
import type { ReleaseContext } from '../context.ts';
import { GateError } from '../errors.ts';
import { advise, npmRun } from '../report/next.ts';
import type { Step } from '../steps.ts';

/** The deployment package; the same source gives the same bytes. */
export function bundleHandler({
  bundle,
  reporter,
}: Pick<ReleaseContext, 'bundle' | 'reporter'>): Step<Bundle> {
  return {
    id: 'bundle',
    title: 'bundle',
    async run() {
      const made = await bundle().catch((error: unknown) => {
        throw isBuildFailure(error)
          ? new GateError(
              `The handler does not compile: ${error.message}`,
              advise(npmRun('release'), 'mend function/, then'),
              { cause: error, resource: 'function/' },
            )
          : error;
      });
      const { zip, codeSha256 } = made;
      reporter.report({ kind: 'bundle', bytes: zip.length, codeSha256 });
      return made;
    },
    detail: ({ zip, codeSha256 }) => `${(zip.length / 1024).toFixed(1)} kB, ${codeSha256}`,
  };
}

function isBuildFailure(error: unknown): error is Error {
  return error instanceof Error && 'errors' in error && 'warnings' in error;
}
