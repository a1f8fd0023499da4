import type { TargetSettings } from './targets-settings.ts';

/** Whether the API stage of any target writes logs, for which API Gateway needs a role of the account. */
export function writesLogs(targets: readonly TargetSettings[]): boolean {
  return targets.some(({ logging, accessLog }) => logging !== 'OFF' || accessLog);
}
