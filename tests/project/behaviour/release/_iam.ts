import type { Policy } from '../../../../stack/policy/policy.ts';

/** As IAM decides, conditions aside. */
export function allows({ Statement }: Policy, action: string, arn: string): boolean {
  return Statement.some(
    ({ Action, Resource }) =>
      Action.some((pattern) => matches(pattern, action)) &&
      Resource.some((pattern) => matches(pattern, arn)),
  );
}

function matches(pattern: string, arn: string): boolean {
  const parts = pattern.split('*').map((part) => part.replace(/[^\w/]/g, '\\$&'));
  return new RegExp(`^${parts.join('.*')}$`).test(arn);
}

/** Resources that name neither the function, nor its API, nor a role or a log group of theirs. */
export function unscoped({ Statement }: Policy, restApiId: string): string[] {
  const isScoped = (arn: string) =>
    /^arn:aws:(lambda|logs|iam):[^*]*greeting/.test(arn) ||
    arn.includes(`:log-group:API-Gateway-Execution-Logs_${restApiId}/`) ||
    /:role\/api-gateway-logs-[0-9a-f]{8}-\*$/.test(arn) ||
    decodeURIComponent(arn).includes(`/restapis/${restApiId}`);
  const resources = Statement.flatMap(({ Resource }) => Resource);
  return [...new Set(resources)].filter((arn) => !isScoped(arn));
}
