import { BundleError, type Bundle } from '../../bundler/bundle.ts';
import type { ReleaseContext } from '../context.ts';
import { GateError } from '../errors.ts';
import { advise, npmRun } from '../report/next.ts';
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
        throw explain(error);
      });
      const { zip, codeSha256, shares = [] } = made;
      reporter.report({ kind: 'bundle', bytes: zip.length, codeSha256, shares });
      return made;
    },
    detail: describe,
  };
}

function explain(error: unknown): unknown {
  if (error instanceof BundleError) {
    const next = advise(npmRun('release'), `${error.remedy}, then`);
    return new GateError(error.message, next, { cause: error, resource });
  }
  return isBuildFailure(error)
    ? new GateError(
        ['The handler does not compile:', ...error.errors.map(describeMistake)].join('\n  '),
        advise(npmRun('release'), 'mend function/, then'),
        { cause: error, resource },
      )
    : error;
}

/** `1203.4 kB (zod 512.0 kB, handler.ts 1.2 kB), HASH` */
function describe({ zip, codeSha256, shares = [] }: Bundle): string {
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
