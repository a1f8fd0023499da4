import type { PolicyScope } from './scope.ts';

/** ARN of something of API Gateway, by its path: `/restapis/a1b2c3`. */
export function apiGateway(
  { partition, region }: Pick<PolicyScope, 'partition' | 'region'>,
  path: string,
): string {
  return `arn:${partition}:apigateway:${region}::${path}`;
}
