import { type ByName, mapByName } from '../by-name.ts';
import { shownMap } from './given-empty.ts';
import { cloudFrontZone, regionalZone } from '../route53/alias-rules.ts';
import type { Region } from '../region.ts';
import type {
  ApiKey,
  Authorizer,
  BasePathMapping,
  Deployment,
  DomainName,
  GatewayResponse,
  Integration,
  IntegrationResponse,
  Method,
  MethodResponse,
  MethodSetting,
  Model,
  RequestValidator,
  Resource,
  RestApi,
  Stage,
  UsagePlan,
} from './state.ts';
import { accountThrottle } from './throttle.ts';

type View = Record<string, unknown>;

/** The API as AWS answers it where it is read or changed: its tags are there, even none. */
export function taggedRestApiView(api: RestApi, warnings: readonly string[] = []): View {
  return { ...restApiView(api, warnings), tags: api.tags };
}

/** The API as AWS answers it in lists and when it is made; maps and lists are left out while empty. */
export function restApiView(api: RestApi, warnings: readonly string[] = []): View {
  const { types, ipAddressType } = api.endpointConfiguration;
  const defaultAddressType = types.includes('PRIVATE') ? 'dualstack' : 'ipv4';
  return {
    id: api.id,
    name: api.name,
    description: api.description,
    createdDate: api.createdDate,
    version: api.definition.info.version,
    warnings: unlessNone(warnings),
    binaryMediaTypes: unlessNone(api.binaryMediaTypes),
    minimumCompressionSize: api.definition.minimumCompressionSize,
    apiKeySource: api.definition.apiKeySource ?? 'HEADER',
    endpointConfiguration: { types, ipAddressType: ipAddressType ?? defaultAddressType },
    policy: api.policy === undefined ? undefined : escapedPolicy(api.policy),
    tags: unlessEmpty(api.tags),
    disableExecuteApiEndpoint: api.definition.disableExecuteApiEndpoint ?? false,
    rootResourceId: api.definition.rootResourceId,
  };
}

/** With the name that records lead to: API Gateway's own, or CloudFront's. */
/** The name that API Gateway gives a regional domain, to which records lead. */
export function regionalDomainName(id: string, region: string): string {
  return `d-${id}.execute-api.${region}.amazonaws.com`;
}

export function domainNameView(domain: DomainName, { region }: Region): View {
  const { name, id, type, certificateArn, securityPolicy, tags } = domain;
  const way =
    type === 'EDGE'
      ? {
          certificateArn,
          certificateUploadDate: domain.createdDate,
          distributionDomainName: `${domain.distributionId}.cloudfront.net`,
          distributionHostedZoneId: cloudFrontZone,
        }
      : {
          regionalCertificateArn: certificateArn,
          regionalDomainName: regionalDomainName(id, region),
          regionalHostedZoneId: regionalZone(region),
        };
  return {
    ...{ domainName: name, ...way, securityPolicy },
    domainNameArn: `arn:aws:apigateway:${region}::/domainnames/${name}`,
    domainNameStatus: 'AVAILABLE',
    endpointConfiguration: { types: [type], ipAddressType: domain.ipAddressType },
    routingMode: 'BASE_PATH_MAPPING_ONLY',
    tags: unlessEmpty(tags),
  };
}

export function basePathMappingView({ basePath, restApiId, stage }: BasePathMapping): View {
  return { basePath, restApiId, stage: stage === '' ? undefined : stage };
}

/** AWS answers a policy without its spaces, and with its quotes escaped once more; its clients unquote it. */
function escapedPolicy(policy: string): string {
  return JSON.stringify(JSON.stringify(JSON.parse(policy))).slice(1, -1);
}

/** @param embedMethods whole methods (`embed=methods`), else only their names */
export function resourceView(resource: Resource, embedMethods: boolean): View {
  const methods = Object.entries(resource.methods).map(([name, method]) => [
    name,
    embedMethods ? methodView(method, resource.id) : {},
  ]);
  return {
    id: resource.id,
    parentId: resource.parentId,
    pathPart: resource.parentId === undefined ? undefined : resource.pathPart,
    path: resource.path,
    resourceMethods: unlessEmpty(Object.fromEntries(methods)),
  };
}

export function methodView(method: Method, resourceId: string): View {
  const { integration } = method;
  return {
    httpMethod: method.httpMethod,
    authorizationType: method.authorizationType,
    authorizerId: method.authorizerId,
    authorizationScopes: method.authorizationScopes,
    apiKeyRequired: method.apiKeyRequired,
    operationName: method.operationName,
    requestValidatorId: method.requestValidatorId,
    requestParameters: shownMap(method, 'requestParameters', method.requestParameters),
    requestModels: shownMap(method, 'requestModels', method.requestModels),
    methodResponses: unlessEmpty(mapByName(method.methodResponses, methodResponseView)),
    methodIntegration: integration && integrationView(integration, resourceId),
  };
}

export function methodResponseView(response: MethodResponse): View {
  return {
    statusCode: response.statusCode,
    responseParameters: shownMap(response, 'responseParameters', response.responseParameters),
    responseModels: shownMap(response, 'responseModels', response.responseModels),
  };
}

/** AWS answers null for a template that is empty. */
function shownTemplates(templates: Integration['requestTemplates']): ByName<string | null> {
  return mapByName(templates, (template) => (template === '' ? null : template));
}

/** @param resourceId the cache namespace where none was given, as on AWS */
export function integrationView(integration: Integration, resourceId: string): View {
  return {
    type: integration.type,
    connectionType: integration.type.startsWith('HTTP') ? 'INTERNET' : undefined,
    httpMethod: integration.httpMethod,
    uri: integration.uri,
    credentials: integration.credentials,
    requestParameters: shownMap(integration, 'requestParameters', integration.requestParameters),
    requestTemplates: shownMap(
      integration,
      'requestTemplates',
      shownTemplates(integration.requestTemplates),
    ),
    passthroughBehavior: integration.passthroughBehavior,
    contentHandling: integration.contentHandling,
    timeoutInMillis: integration.timeoutInMillis,
    cacheNamespace: integration.cacheNamespace ?? resourceId,
    cacheKeyParameters: integration.cacheKeyParameters,
    integrationResponses: unlessEmpty(
      mapByName(integration.integrationResponses, integrationResponseView),
    ),
  };
}

export function integrationResponseView(response: IntegrationResponse): View {
  return {
    statusCode: response.statusCode,
    selectionPattern: response.selectionPattern,
    responseParameters: shownMap(response, 'responseParameters', response.responseParameters),
    responseTemplates: shownMap(
      response,
      'responseTemplates',
      shownTemplates(response.responseTemplates),
    ),
    contentHandling: response.contentHandling,
  };
}

/** @param apiSummary answer what the snapshot holds as well (`embed=apisummary`) */
export function deploymentView(deployment: Deployment, apiSummary: boolean): View {
  return {
    id: deployment.id,
    description: deployment.description,
    createdDate: deployment.createdDate,
    apiSummary: apiSummary ? summaryOf(deployment) : undefined,
  };
}

function summaryOf(deployment: Deployment): View {
  const resources = Object.values(deployment.definition.resources);
  const withMethods = resources.filter(({ methods }) => Object.keys(methods).length > 0);
  return Object.fromEntries(
    withMethods.map(({ path, methods }) => [
      path,
      mapByName(methods, ({ authorizationType, apiKeyRequired }) => ({
        authorizationType,
        apiKeyRequired,
      })),
    ]),
  );
}

export function stageView(stage: Stage): View {
  return {
    deploymentId: stage.deploymentId,
    clientCertificateId: stage.clientCertificateId,
    stageName: stage.stageName,
    description: stage.description,
    cacheClusterEnabled: stage.cacheClusterEnabled,
    cacheClusterSize: stage.cacheClusterSize,
    cacheClusterStatus: stage.cacheClusterEnabled ? 'AVAILABLE' : 'NOT_AVAILABLE',
    methodSettings: mapByName(stage.methodSettings, methodSettingView),
    variables: unlessEmpty(stage.variables),
    documentationVersion: stage.documentationVersion,
    accessLogSettings: stage.accessLogSettings,
    canarySettings: stage.canarySettings && {
      ...stage.canarySettings,
      stageVariableOverrides: unlessEmpty(stage.canarySettings.stageVariableOverrides),
    },
    tracingEnabled: stage.tracingEnabled,
    webAclArn: stage.webAclArn,
    tags: unlessEmpty(stage.tags),
    createdDate: stage.createdDate,
    lastUpdatedDate: stage.lastUpdatedDate,
  };
}

function methodSettingView(setting: MethodSetting): View {
  return {
    ...setting,
    throttlingBurstLimit: setting.throttlingBurstLimit ?? accountThrottle.burstLimit,
    throttlingRateLimit: setting.throttlingRateLimit ?? accountThrottle.rateLimit,
  };
}

export function modelView(model: Model): View {
  return { ...model };
}

export function requestValidatorView(validator: RequestValidator): View {
  return { ...validator };
}

export function authorizerView(authorizer: Authorizer): View {
  return { ...authorizer };
}

/** The key where it is read or changed: as with an API, its tags are there, even none. */
export function taggedApiKeyView(key: ApiKey, shown: boolean): View {
  return { ...apiKeyView(key, shown), tags: key.tags };
}

/** @param shown whether the value is in it */
export function apiKeyView({ value, name, tags, ...key }: ApiKey, shown: boolean): View {
  return {
    ...key,
    name: name === '' ? undefined : name,
    value: shown ? value : undefined,
    stageKeys: [],
    tags: unlessEmpty(tags),
  };
}

/** The plan where it is read or changed: as with an API, its tags are there, even none. */
export function taggedUsagePlanView(plan: UsagePlan): View {
  return { ...usagePlanView(plan), tags: plan.tags };
}

export function usagePlanView(plan: UsagePlan): View {
  const { id, name, description, productCode, apiStages, throttle, quota, tags } = plan;
  return {
    ...{ id, name, description, productCode, throttle, quota, tags: unlessEmpty(tags) },
    apiStages: apiStages.map((planned) => ({
      ...planned,
      throttle: unlessEmpty(planned.throttle),
    })),
  };
}

export function usagePlanKeyView({ id, value, name }: ApiKey): View {
  return { id, type: 'API_KEY', value, name };
}

export function gatewayResponseView(response: GatewayResponse, isDefault: boolean): View {
  return {
    responseType: response.responseType,
    statusCode: response.statusCode,
    responseParameters: response.responseParameters,
    responseTemplates: response.responseTemplates,
    defaultResponse: isDefault,
  };
}

function unlessEmpty<T extends object>(record: T): T | undefined {
  return Object.keys(record).length === 0 ? undefined : record;
}

function unlessNone<T>(list: readonly T[]): readonly T[] | undefined {
  return list.length === 0 ? undefined : list;
}
