/** One JSON line a request; the names are API Gateway's own. */
export const accessLogFormat = JSON.stringify({
  requestTime: '$context.requestTime',
  requestId: '$context.requestId',
  ip: '$context.identity.sourceIp',
  httpMethod: '$context.httpMethod',
  path: '$context.path',
  status: '$context.status',
  responseLength: '$context.responseLength',
  responseLatency: '$context.responseLatency',
  integrationLatency: '$context.integration.latency',
  deploymentId: '$context.deploymentId',
  error: '$context.error.message',
});
