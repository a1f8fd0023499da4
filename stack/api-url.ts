import type { StackSettings } from './settings.ts';

/** An API stage of a REST API. */
export interface ApiStageOf {
  readonly restApiId: string;
  readonly apiStage: string;
}

/** Another engine that answers as AWS does. */
export type Engine = Pick<StackSettings, 'urlForm'> & { readonly endpoint: string };

/**
 * The URL of an API stage on AWS, without a slash at the end
 * (https://docs.aws.amazon.com/apigateway/latest/developerguide/how-to-call-api.html).
 *
 * @param partition `aws`, `aws-cn`, `aws-us-gov`, `aws-eusc`.
 */
export function awsUrl(
  { restApiId, apiStage }: ApiStageOf,
  region: string,
  partition: string,
): string {
  const suffix = suffixes[partition] ?? 'amazonaws.com';
  return `https://${restApiId}.execute-api.${region}.${suffix}/${apiStage}`;
}

/** Of hosts, in the partitions where it is another one. */
const suffixes: Readonly<Record<string, string>> = {
  'aws-cn': 'amazonaws.com.cn',
  'aws-eusc': 'amazonaws.eu',
};

/** The URL of an API stage on another engine, as the settings say. */
export function engineUrl(
  { restApiId, apiStage }: ApiStageOf,
  { endpoint, urlForm }: Engine,
): string {
  const values: Readonly<Record<string, string>> = {
    endpoint: endpoint.replace(/\/$/, ''),
    api: restApiId,
    stage: apiStage,
  };
  return urlForm.replace(/\{(\w+)\}/g, (placeholder, name: string) => values[name] ?? placeholder);
}

/** The other engine that a stack's settings name; undefined on AWS. */
export function engineOf({
  endpoint,
  urlForm,
}: Pick<StackSettings, 'endpoint' | 'urlForm'>): Engine | undefined {
  return endpoint === undefined ? undefined : { endpoint, urlForm };
}
