import type { Exchange, RoutedExchange } from '../exchange.ts';

const namespace = 'AWS/ApiGateway';

/**
 * Counts a request in CloudWatch: by API, by API and stage, and by method where the method's settings
 * ask for detailed metrics.
 * @param latencyMs from the request's arrival to its answer
 */
export function putMetrics(
  exchange: Exchange,
  route: RoutedExchange | undefined,
  status: number,
  latencyMs: number,
): void {
  const { api, stage, region, request, context } = exchange;
  const dimensionSets: Record<string, string>[] = [
    { ApiName: api.name },
    { ApiName: api.name, Stage: stage.stageName },
  ];
  if (route?.setting?.metricsEnabled === true) {
    dimensionSets.push({
      ApiName: api.name,
      Stage: stage.stageName,
      Resource: route.resource.path,
      Method: request.method,
    });
  }
  const values: [name: string, value: number, unit: string][] = [
    ['Count', 1, 'Count'],
    ['4XXError', status >= 400 && status < 500 ? 1 : 0, 'Count'],
    ['5XXError', status >= 500 ? 1 : 0, 'Count'],
    ['Latency', latencyMs, 'Milliseconds'],
  ];
  if (context.integrationLatency !== undefined) {
    values.push(['IntegrationLatency', context.integrationLatency, 'Milliseconds']);
  }
  const now = region.now();
  for (const dimensions of dimensionSets) {
    region.metrics.putValues(namespace, dimensions, now, values);
  }
}
