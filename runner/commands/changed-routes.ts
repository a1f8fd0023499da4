import type { APIGatewayClient } from '@aws-sdk/client-api-gateway';
import { listRoutes } from '../aws/deployment.ts';
import type { ReportData } from '../report/model/report-data.ts';
import type { TimedEvent } from '../report/recorder.ts';

/** It is only for the report, which must not keep anybody waiting. */
const patienceMs = 5_000;

/**
 * The routes that the API definition of a candidate adds, and takes away, against what the last target
 * served before.
 *
 * @param events of the run, which say both.
 * @returns null where the API definition is the same, or that cannot be read.
 */
export async function readChangedRoutes(
  apiGateway: APIGatewayClient,
  events: readonly TimedEvent[],
): Promise<ReportData['routes']> {
  const candidate = events.findLast((event) => event.kind === 'candidate');
  const before = events.findLast((event) => event.kind === 'targets' && event.when === 'before');
  const target = before?.kind === 'targets' ? before.targets.at(-1) : undefined;
  if (candidate?.kind !== 'candidate' || target === undefined) {
    return null;
  }
  const { restApiId, serves } = target;
  if (serves.deployment === candidate.deployment) {
    return null;
  }
  const signal = AbortSignal.timeout(patienceMs);
  try {
    const [old, now] = await Promise.all(
      [serves.deployment, candidate.deployment].map((deployment) =>
        listRoutes(apiGateway, restApiId, deployment, signal),
      ),
    );
    return compareRoutes(old ?? [], now ?? []);
  } catch {
    return null;
  }
}

/** @param old routes, and those that there are now: `GET /greeting`. */
export function compareRoutes(
  old: readonly string[],
  now: readonly string[],
): NonNullable<ReportData['routes']> {
  return {
    added: now.filter((route) => !old.includes(route)),
    removed: old.filter((route) => !now.includes(route)),
    kept: now.filter((route) => old.includes(route)).length,
  };
}
