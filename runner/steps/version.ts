import type { Bundle } from '../../function/bundle.ts';
import { makeVersion as makeCandidateVersion, type CodeChange } from '../aws/code-change.ts';
import type { ReleaseContext } from '../context.ts';
import { currentCommit } from '../history/commit.ts';
import { GateError } from '../errors.ts';
import { runTier } from '../gates/tier.ts';
import type { Pair } from '../traffic/pair.ts';
import type { Step } from '../steps.ts';
import { reportOutput, tierEnvironment } from './tier-context.ts';

/** The unit tier: the handler's code, on this machine. */
export function testUnits(context: ReleaseContext): Step<void> {
  const id = 'unit-tier';
  return {
    id,
    title: 'unit tier',
    run: () => runTier('unit', {}, context.settings.release, reportOutput(context, id)),
  };
}

export function bundleHandler({ bundle }: ReleaseContext): Step<Bundle> {
  return {
    id: 'bundle',
    title: 'bundle',
    run: () =>
      bundle().catch((error: unknown) => {
        throw isBuildFailure(error)
          ? new GateError(
              `The handler does not compile: ${error.message}`,
              'mend function/, then: npm run release',
              { cause: error },
            )
          : error;
      }),
    detail: ({ zip, codeSha256 }) => `${(zip.length / 1024).toFixed(1)} kB, ${codeSha256}`,
  };
}

/** Updates the code of `$LATEST` where it differs, and publishes it. */
export function makeVersion(
  { clients, id, stop }: ReleaseContext,
  change: CodeChange,
  code: Bundle,
): Step<string> {
  const work = {
    none: 'no new version',
    publish: 'published, the code was there already',
    update: 'code updated and published',
  }[change.kind];
  return {
    id: 'version',
    title: 'publish version',
    async run() {
      const commit = await currentCommit();
      const description = `release ${id}${commit === undefined ? '' : ` commit ${commit}`}`;
      return makeCandidateVersion(clients.lambda, change, code, description, stop.signal);
    },
    detail: (version) => `version ${version}: ${work}`,
    planned:
      change.kind === 'none'
        ? { result: change.version, detail: `version ${change.version}: ${work}` }
        : { result: '(new)', detail: 'would publish a new version' },
  };
}

/** The lambda tier: the published version, by its number, before any alias moves. */
export function testVersion(context: ReleaseContext, { version }: Pair): Step<void> {
  const id = 'lambda-tier';
  const environment = {
    ...tierEnvironment(context),
    FUNCTION_VERSION: version,
  };
  return {
    id,
    title: 'lambda tier',
    run: () => runTier('lambda', environment, context.settings.release, reportOutput(context, id)),
    detail: () => `version ${version}`,
    planned: { result: undefined, detail: `would test version ${version}` },
  };
}

function isBuildFailure(error: unknown): error is Error {
  return error instanceof Error && 'errors' in error && 'warnings' in error;
}
