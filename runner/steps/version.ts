import type { Bundle } from '../../bundler/bundle.ts';
import { uploadLimit } from '../../bundler/upload-limit.ts';
import { putBundle } from '../aws/bundle-store.ts';
import { publishChange, type CodeChange } from '../aws/code-change.ts';
import type { ReleaseContext } from '../context.ts';
import type { Step } from '../steps.ts';

/** Updates the code of `$LATEST` where it differs, and publishes it. */
export function makeVersion(
  {
    clients,
    id,
    source,
    stop,
    earlyTiers,
  }: Pick<ReleaseContext, 'clients' | 'id' | 'source' | 'stop' | 'earlyTiers'>,
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
      earlyTiers?.begin('lambda');
      const { commit } = await source();
      const from = commit === undefined ? '' : ` commit ${commit}`;
      const description = `release ${id}${from} sha256 ${code.codeSha256}`;
      const placed =
        change.kind === 'update' && code.zip.length > uploadLimit
          ? {
              ...code,
              object: await putBundle(await clients.s3(), arnOf(change), code, stop.signal),
            }
          : code;
      return publishChange(clients.lambda, change, placed, description, stop.signal);
    },
    detail: (version) => `version ${version}: ${work}`,
    planned:
      change.kind === 'none'
        ? { result: change.version, detail: `version ${change.version}: ${work}` }
        : { result: '(new)', detail: 'would publish a new version' },
  };
}

function arnOf({ latest }: Extract<CodeChange, { readonly kind: 'update' }>): string {
  return latest.FunctionArn?.replace(/:\$LATEST$/, '') ?? '';
}
