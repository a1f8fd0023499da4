import { BundleError, type Bundle } from '../../bundler/bundle.ts';
import type { ReleaseContext } from '../context.ts';
import { GateError } from '../errors.ts';
import { advise, npmRun, type Command } from '../report/next.ts';
import type { Step } from '../steps.ts';

const resource = 'function/';
const namedShares = 3;

/** The deployment package; the same source gives the same bytes. */
export function bundleHandler({
  bundle,
  reporter,
}: Pick<ReleaseContext, 'bundle' | 'reporter'>): Step<Bundle> {
  const id = 'bundle';
  return {
    id,
    title: 'bundle',
    async run() {
      const made = await bundle().catch((error: unknown) => {
        if (error instanceof BundleError && error.output !== '') {
          reporter.report({ kind: 'output', step: id, text: error.output });
        }
        throw explainBundling(error, npmRun('release'));
      });
      const { zip, codeSha256, shares = [] } = made;
      reporter.report({ kind: 'bundle', bytes: zip.length, codeSha256, shares });
      return made;
    },
    detail: describeBundle,
  };
}

/**
 * Says what is wrong with the function that cannot be bundled.
 *
 * @param command to type once that is mended.
 * @returns what to throw.
 */
export function explainBundling(error: unknown, command: Command): unknown {
  if (error instanceof BundleError) {
    const next = advise(command, `${error.remedy}, then`);
    return new GateError(error.message, next, { cause: error, resource });
  }
  return isBuildFailure(error)
    ? new GateError(
        ['The handler does not compile:', ...error.errors.map(describeMistake)].join('\n  '),
        advise(command, 'mend function/, then'),
        { cause: error, resource },
      )
    : error;
}

/** `1203.4 kB (zod 512.0 kB, handler.ts 1.2 kB), HASH` */
export function describeBundle({ zip, codeSha256, shares = [] }: Bundle): string {
  const largest = shares
    .slice(0, namedShares)
    .map(({ name, bytes }) => `${name} ${toKilobytes(bytes)}`)
    .join(', ');
  return `${toKilobytes(zip.length)}${largest === '' ? '' : ` (${largest})`}, ${codeSha256}`;
}

function toKilobytes(bytes: number): string {
  return `${(bytes / 1024).toFixed(1)} kB`;
}

interface BuildFailure extends Error {
  readonly errors: readonly Mistake[];
}

interface Mistake {
  readonly text: string;
  readonly location: {
    readonly file: string;
    readonly line: number;
    readonly column: number;
  } | null;
}

/** `function/handler.ts:3:41: …` */
function describeMistake({ text, location }: Mistake): string {
  if (location === null) {
    return text;
  }
  const { file, line, column } = location;
  return `${resource}${file}:${String(line)}:${String(column + 1)}: ${text}`;
}

function isBuildFailure(error: unknown): error is BuildFailure {
  return error instanceof Error && 'errors' in error && 'warnings' in error;
}
