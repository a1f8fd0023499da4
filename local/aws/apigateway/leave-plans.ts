import type { Region } from '../region.ts';

/** Takes an API, or one of its stages, out of all usage plans: what is deleted leaves them, as on AWS. */
export function leavePlans(region: Region, apiId: string, stageName?: string): void {
  for (const plan of Object.values(region.state.apigateway.usagePlans)) {
    plan.apiStages = plan.apiStages.filter(
      (planned) =>
        planned.apiId !== apiId || (stageName !== undefined && planned.stage !== stageName),
    );
  }
}
