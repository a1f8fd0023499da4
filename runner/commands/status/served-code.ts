import type { LambdaClient } from '@aws-sdk/client-lambda';
import { formatDigest } from '../../../bundler/digest.ts';
import { getFunction } from '../../aws/function.ts';
import { labelOf } from '../../../stack/target-label.ts';
import { formatTable } from '../../report/table.ts';
import { placeOf } from '../target-view.ts';
import { pairOf, sharesOf, type Target } from '../../traffic/target.ts';

/** The code of a version that a target serves, alone or to a share of its callers. */
export interface ServedCode {
  /** Name of the target. */
  readonly target: string;
  /** Where that is, of a stack in several regions. */
  readonly region?: string;
  readonly version: string;
  /** As Lambda tells it. */
  readonly codeSha256: string;
}

export interface Verified {
  /** That was asked for: `sha256:` and 64 hexadecimal digits; so are the others. */
  readonly digest: string;
  readonly served: readonly {
    readonly target: string;
    readonly region?: string;
    readonly version: string;
    readonly digest: string;
    readonly isSame: boolean;
  }[];
  /** Targets of which nobody knows what they serve. */
  readonly unread: readonly Unread[];
}

/** A target that is not there, or cannot be read. */
interface Unread {
  readonly target: string;
  readonly region?: string;
}

/** Reads the code of every version that callers of a target can meet. */
export async function readServedCode(
  lambda: LambdaClient,
  targets: readonly Target[],
): Promise<readonly ServedCode[]> {
  const served = targets.flatMap((target) => {
    const pairs = [pairOf(target), ...sharesOf(target).map(({ pair }) => pair)];
    const versions = [...new Set(pairs.map(({ version }) => version))];
    return versions.map((version) => ({ target, version }));
  });
  return Promise.all(
    served.map(async ({ target, version }) => {
      const { CodeSha256 = '' } = await getFunction(lambda, target.alias.functionName, version);
      return { ...placeOf(target), version, codeSha256: CodeSha256 };
    }),
  );
}

/** @param wanted as Lambda tells it. */
export function verifyServed(
  served: readonly ServedCode[],
  wanted: string,
  unread: readonly Unread[] = [],
): Verified {
  return {
    unread,
    digest: formatDigest(wanted),
    served: served.map(({ codeSha256, ...where }) => ({
      ...where,
      digest: formatDigest(codeSha256),
      isSame: codeSha256 === wanted,
    })),
  };
}

export function isVerified({ served, unread }: Verified): boolean {
  return served.length > 0 && unread.length === 0 && served.every(({ isSame }) => isSame);
}

export function formatVerified(verified: Verified): string {
  const table = formatTable([
    ['target', 'version', 'code', ''],
    ...verified.served.map(({ target: name, region, version, digest, isSame }) => [
      labelOf({ name, region }),
      version,
      digest,
      isSame ? 'is that bundle' : 'is not that bundle',
    ]),
    ...verified.unread.map(({ target: name, region }) => [
      labelOf({ name, region }),
      '',
      '',
      'could not be read',
    ]),
  ]);
  const verdict = isVerified(verified)
    ? `Every target serves ${verified.digest}.`
    : `Not every target serves ${verified.digest}.`;
  return `${table}\n\n${verdict}`;
}
