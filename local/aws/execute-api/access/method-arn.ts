import type { RoutedExchange } from '../exchange.ts';

/** What a request is to policies: `arn:aws:execute-api:REGION:ACCOUNT:API/STAGE/METHOD/PATH`. */
export function methodArn({ region, api, stage, request }: RoutedExchange): string {
  return [
    `arn:aws:execute-api:${region.region}:${region.account}:${api.id}`,
    stage.stageName,
    request.method,
    request.rawPath.replace(/^\/+/, ''),
  ].join('/');
}
