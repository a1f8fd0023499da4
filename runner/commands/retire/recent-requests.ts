import type { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { countRequests } from '../../aws/metrics.ts';
import { UsageError } from '../../errors.ts';
import { advise, npmRun, type Next } from '../../report/next.ts';
import type { RegionOutputs } from '../../../stack/outputs.ts';
import { wordsOf, type Retiring } from './retiring.ts';

const recentMs = 3_600_000;

/**
 * Requests of the last hour to what goes, as far as CloudWatch has counted them: of all targets, where a region does.
 *
 * @param regions of all that it goes from.
 */
export async function countRecent(
  regions: readonly CloudWatchClient[],
  { functionName: apiName, targets }: Pick<RegionOutputs, 'functionName' | 'targets'>,
  retiring: Retiring,
): Promise<number> {
  const to = new Date();
  const window = { from: new Date(to.getTime() - recentMs), to };
  const going = Object.entries(targets).filter(
    ([name]) => retiring.region !== undefined || name === retiring.target,
  );
  const counts = await Promise.all(
    regions.flatMap((cloudWatch) =>
      going.map(([, { apiStage }]) => countRequests(cloudWatch, { apiName, apiStage }, window)),
    ),
  );
  return counts.reduce((sum, count) => sum + count, 0);
}

export function tellRecent(requests: number): string {
  return requests === 0
    ? 'which CloudWatch saw no request to in the last hour'
    : `which had ${String(requests)} request${requests === 1 ? '' : 's'} in the last hour`;
}

/** What is known of who calls what goes. */
interface Callers {
  /** Whether it goes unasked even when it has some. */
  readonly mayBeCalled: boolean;
  readonly requests: number;
}

/** What is to be done where nobody can be asked. */
export function howToRetire(retiring: Retiring, { mayBeCalled, requests }: Callers): Next {
  const { option, name } = wordsOf(retiring);
  return mayBeCalled || requests === 0
    ? advise(npmRun('retire', option, name, '--yes'))
    : advise(npmRun('retire', option, name), 'move its callers first, or say it in a terminal');
}

export function stillCalled(retiring: Retiring, requests: number): UsageError {
  const { what } = wordsOf(retiring);
  return new UsageError(
    `${what.replace(/^./, (first) => first.toUpperCase())}, ${tellRecent(requests)}, is still called`,
    howToRetire(retiring, { mayBeCalled: false, requests }),
    { resource: what },
  );
}
