import { apiGateway } from '../resources/arn.ts';
import type { Needs, NeedsByType } from './need.ts';

/** Of a kind whose ids API Gateway chooses: all of it. */
const ofApiGateway =
  (path: string): Needs =>
  (scope) => [
    { actions: ['apigateway:GET', 'apigateway:POST'], resources: [apiGateway(scope, path)] },
    {
      actions: ['apigateway:GET', 'apigateway:PATCH', 'apigateway:DELETE'],
      resources: [apiGateway(scope, `${path}/*`)],
    },
    {
      actions: ['apigateway:PUT', 'apigateway:DELETE'],
      resources: [apiGateway(scope, `/tags/${encodeURIComponent(apiGateway(scope, path))}*`)],
    },
  ];

export const needsOfApiGateway: NeedsByType = {
  'aws:apigateway/apiKey:ApiKey': ofApiGateway('/apikeys'),
  'aws:apigateway/usagePlan:UsagePlan': ofApiGateway('/usageplans'),
  'aws:apigateway/usagePlanKey:UsagePlanKey': (scope) => [
    {
      actions: ['apigateway:GET', 'apigateway:POST'],
      resources: [apiGateway(scope, '/usageplans/*/keys')],
    },
    {
      actions: ['apigateway:GET', 'apigateway:DELETE'],
      resources: [apiGateway(scope, '/usageplans/*/keys/*')],
    },
  ],
};
