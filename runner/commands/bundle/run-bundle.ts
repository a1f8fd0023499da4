import { BundleError, bundle, type Bundle } from '../../../bundler/bundle.ts';
import { writeBuiltBundle } from '../../../bundler/built-bundle.ts';
import { formatDigest } from '../../../bundler/digest.ts';
import { exitStatus, UsageError, type ExitStatus } from '../../errors.ts';
import { npmRun } from '../../report/next.ts';
import { resultVersion } from '../../report/results/parts.ts';
import { describeBundle, explainBundling } from '../../steps/bundle.ts';
import { bundleOptions } from '../bundle-options.ts';
import { readStackFile } from '../read-settings.ts';
import { say, tellResult } from '../tell.ts';

interface BundlingOptions {
  readonly stack: string;
  readonly json: boolean;
  readonly output: string;
}

/** A bundle is the same in each, and CI may build it where none is named. */
const anyRegion = 'us-east-1';

/**
 * `npm run bundle`: builds the deployment package once, so that the same bytes can be attested and then
 * released to several targets, at different times and on different machines. It asks nothing of AWS.
 *
 * @returns the exit status.
 */
export async function runBundle({ stack, json, output }: BundlingOptions): Promise<ExitStatus> {
  const settings = readStackFile(stack, anyRegion);
  const made = await bundle(undefined, bundleOptions(settings)).catch((error: unknown) => {
    if (error instanceof BundleError && error.output !== '') {
      say(error.output);
    }
    throw explainBundling(error, npmRun('bundle', output));
  });
  write(output, made);
  say(`${output}: ${describeBundle(made)}`);
  const { zip, codeSha256, shares = [] } = made;
  const digest = formatDigest(codeSha256);
  return tellResult(
    {
      version: resultVersion,
      command: 'bundle',
      stack,
      outcome: 'done',
      status: exitStatus.done,
      file: output,
      digest,
      codeSha256,
      bytes: zip.length,
      shares,
    },
    json,
    digest,
  );
}

function write(output: string, made: Bundle): void {
  try {
    writeBuiltBundle(output, made);
  } catch (error) {
    throw error instanceof BundleError
      ? new UsageError(error.message, { text: error.remedy }, { cause: error, resource: output })
      : error;
  }
}
