import type { Region } from '../region.ts';

/** What was invoked, as the metrics' dimensions tell it. */
export interface Invoked {
  readonly functionName: string;
  /** As called: an alias, a version, or nothing. */
  readonly qualifier?: string;
  /** Where an alias led to. */
  readonly executedVersion?: string;
}

/** Counts an invocation that ran in `AWS/Lambda` (AWS, "Types of metrics for Lambda functions"). */
export function countInvocation(
  region: Region,
  invoked: Invoked,
  outcome: { readonly failed: boolean; readonly durationMs: number },
): void {
  const now = region.now();
  const failures = outcome.failed ? 1 : 0;
  for (const dimensions of dimensionSets(invoked)) {
    region.metrics.putValues(namespace, dimensions, now, [
      ['Invocations', 1, 'Count'],
      ['Errors', failures, 'Count'],
      ['Throttles', 0, 'Count'],
      ['Duration', outcome.durationMs, 'Milliseconds'],
    ]);
  }
}

/** Counts a call that was refused because too many were under way; it is no invocation. */
export function countThrottle(region: Region, invoked: Invoked): void {
  for (const dimensions of dimensionSets(invoked)) {
    region.metrics.put(namespace, 'Throttles', dimensions, 1, region.now(), 'Count');
  }
}

const namespace = 'AWS/Lambda';

/**
 * Each value counts for the function, for the resource that was called (`fn`, `fn:7`, `fn:PROD`), and
 * for an alias also with the version that ran, so that the two versions of a weighted alias differ.
 */
function dimensionSets(invoked: Invoked): Record<string, string>[] {
  const { functionName, qualifier, executedVersion } = invoked;
  const Resource = qualifier === undefined ? functionName : `${functionName}:${qualifier}`;
  const sets: Record<string, string>[] = [
    { FunctionName: functionName },
    { FunctionName: functionName, Resource },
  ];
  if (executedVersion !== undefined) {
    sets.push({ FunctionName: functionName, Resource, ExecutedVersion: executedVersion });
  }
  return sets;
}
