import { byName, type ByName } from '../by-name.ts';
import type { GivenEmpty } from './given-empty.ts';

/** The API Gateway state of one account and region. Every value is plain JSON. */
export interface ApiGatewayState {
  /** Of the account in this region: CloudWatch role for execution logs. */
  readonly account: { cloudwatchRoleArn?: string };
  readonly restApis: ByName<RestApi>;
  /** By id. */
  readonly apiKeys: ByName<ApiKey>;
  /** By id. */
  readonly usagePlans: ByName<UsagePlan>;
  /** By name. */
  readonly domainNames: ByName<DomainName>;
}

export interface DomainName {
  /** In lower case. */
  name: string;
  id: string;
  type: 'REGIONAL' | 'EDGE' | 'PRIVATE';
  ipAddressType: 'ipv4' | 'dualstack';
  certificateArn: string;
  securityPolicy: 'TLS_1_0' | 'TLS_1_2';
  /** What CloudFront calls it, were it edge-optimised. */
  distributionId: string;
  /** Seconds since the epoch. */
  createdDate: number;
  /** By base path, `(none)` where there is none. */
  mappings: ByName<BasePathMapping>;
  tags: ByName<string>;
}

export interface BasePathMapping {
  basePath: string;
  restApiId: string;
  /** Empty: the part of the path after the base path names it. */
  stage: string;
}

export interface ApiKey {
  id: string;
  name: string;
  /** What clients send. */
  value: string;
  description?: string;
  customerId?: string;
  enabled: boolean;
  /** Seconds since the epoch. */
  createdDate: number;
  lastUpdatedDate: number;
  tags: ByName<string>;
}

export interface UsagePlan {
  id: string;
  name: string;
  description?: string;
  productCode?: string;
  /** Seconds since the epoch: a quota's offset counts in the first period only. */
  createdDate: number;
  apiStages: PlannedStage[];
  throttle?: Throttle;
  quota?: Quota;
  /** Ids of API keys. */
  keyIds: string[];
  /** By API key's id, then by day (`2026-11-25`): requests. Kept with the next change of state. */
  usage: ByName<ByName<number>>;
  tags: ByName<string>;
}

/** A stage whose clients a plan limits. */
export interface PlannedStage {
  apiId: string;
  stage: string;
  /** By path and method, `/pets/GET`. */
  throttle: ByName<Throttle>;
}

/** A bucket of requests: how many it holds, and how many a second fill it. */
export interface Throttle {
  burstLimit?: number;
  rateLimit?: number;
}

export interface Quota {
  limit: number;
  offset: number;
  period: 'DAY' | 'WEEK' | 'MONTH';
}

export interface RestApi {
  id: string;
  name: string;
  description?: string;
  /** Seconds since the epoch. */
  createdDate: number;
  /** Without an `ipAddressType` it is what the type has by default. */
  endpointConfiguration: { types: string[]; ipAddressType?: 'ipv4' | 'dualstack' };
  binaryMediaTypes: string[];
  policy?: string;
  tags: ByName<string>;
  /** The editable definition; a deployment holds a copy of it. */
  definition: ApiDefinition;
  deployments: ByName<Deployment>;
  /** By stage name. */
  stages: ByName<Stage>;
}

/** What a deployment snapshots. */
export interface ApiDefinition {
  rootResourceId: string;
  /** By resource id. */
  resources: ByName<Resource>;
  models: ByName<Model>;
  requestValidators: ByName<RequestValidator>;
  /** By id; left out where there was never one. */
  authorizers?: ByName<Authorizer>;
  /** Where a client's API key is looked for; left out, in the header `x-api-key`. */
  apiKeySource?: 'HEADER' | 'AUTHORIZER';
  /** Whether stages are called by domains alone. */
  disableExecuteApiEndpoint?: boolean;
  /** By response type: `MISSING_AUTHENTICATION_TOKEN`. */
  gatewayResponses: ByName<GatewayResponse>;
  binaryMediaTypes: string[];
  /** From how many bytes on answers are compressed; left out, never. */
  minimumCompressionSize?: number;
  policy?: string;
  /** `info` of the imported body, for exports. */
  info: { title: string; version?: string; description?: string };
}

export interface Resource {
  id: string;
  parentId?: string;
  /** Empty for the root. */
  pathPart: string;
  /** `/greeting/{id}`. */
  path: string;
  /** By HTTP method, `ANY` included. */
  methods: ByName<Method>;
}

export interface Method extends GivenEmpty {
  httpMethod: string;
  authorizationType: string;
  /** Of the types `CUSTOM` and `COGNITO_USER_POOLS`. */
  authorizerId?: string;
  authorizationScopes?: string[];
  apiKeyRequired: boolean;
  operationName?: string;
  requestValidatorId?: string;
  /** `method.request.querystring.name` to whether it is required. */
  requestParameters: ByName<boolean>;
  /** Content type to model name. */
  requestModels: ByName<string>;
  /** By status code. */
  methodResponses: ByName<MethodResponse>;
  integration?: Integration;
}

export interface MethodResponse extends GivenEmpty {
  statusCode: string;
  responseParameters: ByName<boolean>;
  responseModels: ByName<string>;
}

export interface Integration extends GivenEmpty {
  type: 'AWS' | 'AWS_PROXY' | 'HTTP' | 'HTTP_PROXY' | 'MOCK';
  httpMethod?: string;
  uri?: string;
  credentials?: string;
  /** `integration.request.header.X` to its source. */
  requestParameters: ByName<string>;
  /** Content type to Velocity template. */
  requestTemplates: ByName<string>;
  passthroughBehavior: 'WHEN_NO_MATCH' | 'WHEN_NO_TEMPLATES' | 'NEVER';
  contentHandling?: 'CONVERT_TO_BINARY' | 'CONVERT_TO_TEXT';
  timeoutInMillis: number;
  cacheNamespace?: string;
  cacheKeyParameters: string[];
  /** By status code. */
  integrationResponses: ByName<IntegrationResponse>;
}

export interface IntegrationResponse extends GivenEmpty {
  statusCode: string;
  /** Left out or empty: the default response. */
  selectionPattern?: string;
  responseParameters: ByName<string>;
  responseTemplates: ByName<string>;
  contentHandling?: 'CONVERT_TO_BINARY' | 'CONVERT_TO_TEXT';
}

export interface Model {
  id: string;
  name: string;
  contentType: string;
  description?: string;
  schema: string;
}

export interface RequestValidator {
  id: string;
  name: string;
  validateRequestBody: boolean;
  validateRequestParameters: boolean;
}

/** Who decides over the requests of methods that name it. */
export interface Authorizer {
  id: string;
  name: string;
  type: 'TOKEN' | 'REQUEST' | 'COGNITO_USER_POOLS';
  /** User pools. */
  providerARNs?: string[];
  /** How OpenAPI names it: `custom`. */
  authType?: string;
  authorizerUri?: string;
  /** The role that the function is called with. */
  authorizerCredentials?: string;
  /** `method.request.header.Authorization`, several separated by commas. */
  identitySource?: string;
  identityValidationExpression?: string;
  authorizerResultTtlInSeconds?: number;
}

export interface GatewayResponse {
  responseType: string;
  statusCode?: string;
  responseParameters: ByName<string>;
  responseTemplates: ByName<string>;
}

export interface Deployment {
  id: string;
  description?: string;
  createdDate: number;
  definition: ApiDefinition;
}

export interface Stage {
  stageName: string;
  deploymentId: string;
  description?: string;
  createdDate: number;
  lastUpdatedDate: number;
  variables: ByName<string>;
  /** By `resource path/method` as AWS keys them: `*\/*`, `~1greeting/GET`. */
  methodSettings: ByName<MethodSetting>;
  accessLogSettings?: { destinationArn?: string; format?: string };
  canarySettings?: CanarySettings;
  cacheClusterEnabled: boolean;
  cacheClusterSize?: string;
  tracingEnabled: boolean;
  webAclArn?: string;
  clientCertificateId?: string;
  documentationVersion?: string;
  tags: ByName<string>;
}

export interface MethodSetting {
  metricsEnabled: boolean;
  /** Left out until somebody sets it: OFF. */
  loggingLevel?: 'OFF' | 'ERROR' | 'INFO';
  dataTraceEnabled: boolean;
  /** Requests; left out means the account's limit, negative none at all. */
  throttlingBurstLimit?: number;
  /** Requests per second; left out means the account's limit, negative none at all. */
  throttlingRateLimit?: number;
  cachingEnabled: boolean;
  cacheTtlInSeconds: number;
  cacheDataEncrypted: boolean;
  requireAuthorizationForCacheControl: boolean;
  unauthorizedCacheControlHeaderStrategy: string;
}

export interface CanarySettings {
  /** 0 to 100. */
  percentTraffic: number;
  deploymentId: string;
  stageVariableOverrides: ByName<string>;
  useStageCache: boolean;
}

/** The state of an account and region in which nothing was made yet. */
export function emptyApiGatewayState(): ApiGatewayState {
  return {
    account: {},
    restApis: byName(),
    apiKeys: byName(),
    usagePlans: byName(),
    domainNames: byName(),
  };
}
