import type { StackSettings } from './settings.ts';

/** Where an API stage is. */
export interface ApiStageAt {
  readonly restApiId: string;
  readonly apiStage: string;
  readonly region: string;
  /** `aws`, `aws-cn`, `aws-us-gov`. */
  readonly partition: string;
}

/**
 * The URL of an API stage, without a slash at the end: on AWS as API Gateway documents it
 * (https://docs.aws.amazon.com/apigateway/latest/developerguide/how-to-call-api.html), and as the
 * settings say on an endpoint of another engine.
 */
export function apiUrl(
  { endpoint, urlForm }: Pick<StackSettings, 'endpoint' | 'urlForm'>,
  { restApiId, apiStage, region, partition }: ApiStageAt,
): string {
  if (endpoint === undefined) {
    const suffix = partition === 'aws-cn' ? 'amazonaws.com.cn' : 'amazonaws.com';
    return `https://${restApiId}.execute-api.${region}.${suffix}/${apiStage}`;
  }
  const values: Readonly<Record<string, string>> = {
    endpoint: endpoint.replace(/\/$/, ''),
    api: restApiId,
    stage: apiStage,
  };
  return urlForm.replace(/\{(\w+)\}/g, (placeholder, name: string) => values[name] ?? placeholder);
}
