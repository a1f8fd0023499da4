import { appendFileSync } from 'node:fs';
import { listRoutesOf } from '../../../infra/routes.ts';
import { findVersion } from '../../aws/function.ts';
import { listRoutes } from '../../aws/deployment.ts';
import { renderPlan, type Plan } from '../../report/text/plan-summary.ts';
import { compareRoutes } from '../changed-routes.ts';
import type { ReportedContext } from '../open-context.ts';
import { say } from '../tell.ts';
import { messageOf } from '../../errors.ts';

type Context = Pick<ReportedContext, 'reporter' | 'clients' | 'settings' | 'bundle'>;

/** It is only for the page, which must not keep anybody waiting. */
const patienceMs = 5_000;

/**
 * Adds what a dry run found to the summary of the CI job that this is, where the CI has named a file for it.
 * It never makes a run fail: what goes wrong is a line.
 */
export async function leavePlan(
  context: Context,
  env: Readonly<Record<string, string | undefined>> = process.env,
): Promise<void> {
  const file = env.GITHUB_STEP_SUMMARY;
  if (file === undefined || file === '') {
    return;
  }
  try {
    appendFileSync(file, `${renderPlan(await readPlan(context))}\n`);
  } catch (error) {
    say(`The plan could not be written: ${messageOf(error)}`);
  }
}

async function readPlan(context: Context): Promise<Plan> {
  const { reporter, settings } = context;
  const resources = reporter.events.filter((event) => event.kind === 'resource');
  const { zip, codeSha256 } = await context.bundle();
  const served = await readServed(context);
  return {
    stack: settings.stack,
    resources,
    routes: served === undefined ? null : compareRoutes(served.routes, listRoutesOf()),
    bundle: {
      bytes: zip.length,
      bytesBefore: served?.bytes ?? null,
      isSame: served?.codeSha256 === codeSha256,
    },
  };
}

/** What the last target serves; undefined where nothing is, or that cannot be read. */
async function readServed({ reporter, clients, settings }: Context) {
  const seen = reporter.events.find((event) => event.kind === 'targets');
  const target = seen?.kind === 'targets' ? seen.targets.at(-1) : undefined;
  if (target === undefined) {
    return undefined;
  }
  const { restApiId, serves } = target;
  const { name } = settings.program.function;
  try {
    const [routes, version] = await Promise.all([
      listRoutes(clients.apiGateway, restApiId, serves.deployment, AbortSignal.timeout(patienceMs)),
      findVersion(clients.lambda, name, serves.version),
    ]);
    return version && { routes, bytes: version.CodeSize ?? 0, codeSha256: version.CodeSha256 };
  } catch {
    return undefined;
  }
}
