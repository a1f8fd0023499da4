import type { ExecutionContext } from 'ava';

import type * as state from '../../../aws/apigateway/state.ts';
import { handleExecuteApi } from '../../../aws/execute-api/handle.ts';
import type { ExecuteApiRequest } from '../../../aws/execute-api/types.ts';
import type { Region } from '../../../aws/region.ts';
import { Credentials } from '../../../aws/credentials.ts';
import { Regions } from '../../../aws/regions.ts';
import { account, region as regionName } from '../../_helpers/account.ts';
import { temporaryFolder } from '../../_helpers/temporary-folder.ts';
import { toState, type Plain } from '../../_helpers/plain.ts';

export type ApiDefinition = Plain<state.ApiDefinition>;
export type GatewayResponse = Plain<state.GatewayResponse>;
type Integration = Plain<state.Integration>;
type IntegrationResponse = Plain<state.IntegrationResponse>;
export type Method = Plain<state.Method>;
type Resource = Plain<state.Resource>;
export type Stage = Plain<state.Stage>;

export const apiId = 'abcde12345';

/** Answers 200 with nothing, whatever comes. */
const emptyMock: Integration = {
  type: 'MOCK',
  requestParameters: {},
  requestTemplates: { 'application/json': '{"statusCode": 200}' },
  passthroughBehavior: 'WHEN_NO_MATCH',
  timeoutInMillis: 29_000,
  cacheKeyParameters: [],
  integrationResponses: {},
};

export function integrationResponse(
  overrides: Partial<IntegrationResponse> = {},
): IntegrationResponse {
  return { statusCode: '200', responseParameters: {}, responseTemplates: {}, ...overrides };
}

export function mock(overrides: Partial<Integration> = {}): Integration {
  return { ...emptyMock, integrationResponses: { 200: integrationResponse() }, ...overrides };
}

/** A mock whose answer is a template: what the template sees of the request can be read. */
export function mockAnswering(template: string): Integration {
  const responseTemplates = { 'application/json': template };
  return mock({ integrationResponses: { 200: integrationResponse({ responseTemplates }) } });
}

export function method(integration: Integration, overrides: Partial<Method> = {}): Method {
  return {
    httpMethod: 'GET',
    authorizationType: 'NONE',
    apiKeyRequired: false,
    requestParameters: {},
    requestModels: {},
    methodResponses: {},
    integration,
    ...overrides,
  };
}

/** @param methods by path and HTTP method: `{ '/greeting': { GET: method(mock()) } }` */
export function definition(
  methods: Readonly<Record<string, Readonly<Record<string, Method>>>>,
  overrides: Partial<ApiDefinition> = {},
): ApiDefinition {
  const resources: Record<string, Resource> = {
    root: { id: 'root', pathPart: '', path: '/', methods: {} },
  };
  for (const [path, ofPath] of Object.entries(methods)) {
    const id = path === '/' ? 'root' : `resource${path}`;
    const named = Object.entries(ofPath).map(
      ([httpMethod, value]) => [httpMethod, { ...value, httpMethod }] as const,
    );
    const pathPart = path.split('/').at(-1) ?? '';
    resources[id] = { id, pathPart, path, methods: Object.fromEntries(named) };
  }
  return {
    rootResourceId: 'root',
    resources,
    models: {},
    requestValidators: {},
    gatewayResponses: {},
    binaryMediaTypes: [],
    info: { title: 'test' },
    ...overrides,
  };
}

export function stage(overrides: Partial<Stage> = {}): Stage {
  return {
    stageName: 'prod',
    deploymentId: 'first',
    createdDate: 0,
    lastUpdatedDate: 0,
    variables: {},
    methodSettings: {},
    cacheClusterEnabled: false,
    tracingEnabled: false,
    tags: {},
    ...overrides,
  };
}

export function methodSetting(overrides: Partial<state.MethodSetting> = {}): state.MethodSetting {
  return {
    metricsEnabled: false,
    loggingLevel: 'OFF',
    dataTraceEnabled: false,
    cachingEnabled: false,
    cacheTtlInSeconds: 300,
    cacheDataEncrypted: false,
    requireAuthorizationForCacheControl: true,
    unauthorizedCacheControlHeaderStrategy: 'SUCCEED_WITH_RESPONSE_HEADER',
    ...overrides,
  };
}

export interface Answer {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Headers;
  readonly text: string;
}

export interface Gateway {
  readonly region: Region;
  readonly api: state.RestApi;
  readonly get: (path: string, overrides?: Partial<ExecuteApiRequest>) => Promise<Answer>;
}

/** A region with one API that has the stage `prod`, called without a server between. */
export async function openGateway(
  t: ExecutionContext,
  served: ApiDefinition,
  options: { readonly stage?: Partial<Stage>; readonly now?: () => number } = {},
): Promise<Gateway> {
  const dir = await temporaryFolder(t);
  const timings = { pendingMs: 0, inProgressMs: 0, allocationMs: 0 };
  const regions = new Regions({
    dir,
    timings,
    now: options.now ?? Date.now,
    credentials: new Credentials(() => undefined),
  });
  t.teardown(() => regions.close());
  regions.open('http://127.0.0.1:4566');
  const region = regions.get(account, regionName);
  const api = toState<state.RestApi>(restApi(served, stage(options.stage)));
  region.state.apigateway.restApis[apiId] = api;
  return { region, api, get: (path, overrides) => call(region, path, overrides) };
}

function restApi(served: ApiDefinition, ofApi: Stage): Plain<state.RestApi> {
  return {
    id: apiId,
    name: 'greeting-api',
    createdDate: 0,
    endpointConfiguration: { types: ['REGIONAL'] },
    binaryMediaTypes: [],
    tags: {},
    definition: definition({}),
    deployments: { first: { id: 'first', createdDate: 0, definition: served } },
    stages: { [ofApi.stageName]: ofApi },
  };
}

async function call(
  region: Region,
  path: string,
  overrides: Partial<ExecuteApiRequest> = {},
): Promise<Answer> {
  const [rawPath = '', rawQuery = ''] = path.split('?');
  const response = await handleExecuteApi(
    {
      apiId,
      stageName: 'prod',
      method: 'GET',
      rawPath,
      rawQuery,
      rawHeaders: [],
      body: Buffer.alloc(0),
      sourceIp: '192.0.2.1',
      protocol: 'HTTP/1.1',
      ...overrides,
    },
    region,
  );
  const text = response.body.toString('utf8');
  return { status: response.status, headers: new Headers(response.headers), text };
}
