import type { LiveOutputs } from '../../stack/outputs.ts';
import { findVersion } from '../aws/function.ts';
import type { ReleaseContext } from '../context.ts';
import type { Step } from '../steps.ts';
import { isSamePair, type Pair } from '../../stack/pair.ts';
import { goodPairs, readTarget, type Target } from '../traffic/target.ts';
import { lastTaken, pairFrom } from '../traffic/way-back.ts';

/**
 * SHA-256 of code in one region, by which regions are compared: versions have numbers of their own in each. Undefined
 * where there is no such pair, or its version was deleted.
 */
export interface Codes {
  /** What a rollback would take away. */
  readonly from: string | undefined;
  /** What the one before took away. */
  readonly taken: string | undefined;
  /** What is served once that is gone. */
  readonly goal: string | undefined;
}

/** Reads a target in one region, and the code of its pairs. */
export function readCodes(
  { clients }: Pick<ReleaseContext, 'clients'>,
  outputs: LiveOutputs,
  name: string,
): Step<Codes & { readonly target: Target }> {
  return {
    id: 'read-codes',
    title: 'compare the regions',
    async run() {
      const target = await readTarget(clients, outputs, name);
      const { functionName } = target.alias;
      const codeOf = async (pair: Pair | undefined) =>
        pair && (await findVersion(clients.lambda, functionName, pair.version))?.CodeSha256;
      const pair = pairFrom(target);
      const before = goodPairs(target).find((each) => !isSamePair(each, pair));
      const [from, taken, goal] = await Promise.all([pair, lastTaken(target), before].map(codeOf));
      return { target, from, taken, goal };
    },
  };
}
