import { RequestTrace } from '../activity/request-trace.ts';
import { z } from 'zod';
import { badRequest } from '../apigateway/errors.ts';
import {
  findMethod,
  requireApiOfResource,
  requireMethod,
  requireResource,
} from '../apigateway/lookup.ts';
import { parseBody } from '../apigateway/request.ts';
import type { Resource, Stage } from '../apigateway/state.ts';
import { byName, namedValues } from '../by-name.ts';
import { AwsError } from '../errors.ts';
import { notImplemented } from '../not-implemented.ts';
import type { RestOperation, RestRequest, RestResponse } from '../operation.ts';
import type { Region } from '../region.ts';
import { operation } from '../rest/operation.ts';
import { answerError } from './answer.ts';
import { createContext } from './context.ts';
import type { RoutedExchange } from './exchange.ts';
import { NotImplemented } from './gateway-fault.ts';
import { integrate } from './integration/integrate.ts';
import { ExecutionLog, logMap } from './logging/execution-log.ts';
import { lastValues, parseHeaders, parseQuery } from './parameters.ts';
import { safeHeaders } from './response-headers.ts';
import type { ExecuteApiRequest, ExecuteApiResponse } from './types.ts';
import { validateRequest } from './validation.ts';

const stageName = 'test-invoke-stage';

const body = z.object({
  pathWithQueryString: z.string().optional(),
  body: z.string().default(''),
  headers: namedValues(z.string()).prefault({}),
  multiValueHeaders: namedValues(z.array(z.string())).prefault({}),
  clientCertificateId: z.string().optional(),
  stageVariables: namedValues(z.string()).prefault({}),
});
type Input = z.infer<typeof body>;

export const testInvokeOperations: readonly RestOperation[] = [
  operation(
    'TestInvokeMethod',
    'POST /restapis/{restApiId}/resources/{resourceId}/methods/{httpMethod}',
    testInvoke,
    false,
  ),
];

/** Runs a method as it is edited now, without a stage, and without asking who may call. */
async function testInvoke(request: RestRequest, region: Region): Promise<RestResponse> {
  const input = parseBody(request, body, 'testInvokeMethodInput');
  const exchange = openTest(request, region, input);
  const startedAt = performance.now();
  const { status, headers, body: answered } = await answer(exchange);
  const latency = Math.round(performance.now() - startedAt);
  const text = answered.toString('utf8');
  const lines = [
    ...exchange.log.lines(),
    ...(status < 500
      ? [
          `Method response body after transformations: ${text}`,
          `Method response headers: ${logMap(headers)}`,
          'Successfully completed execution',
        ]
      : []),
    `Method completed with status: ${status}`,
  ];
  return {
    body: {
      status,
      body: text,
      headers: lastValues(parseHeaders(headers)),
      multiValueHeaders: Object.fromEntries(parseHeaders(headers)),
      log: logText(exchange.context.requestId, lines, region.now()),
      latency,
    },
  };
}

function openTest(request: RestRequest, region: Region, input: Input): RoutedExchange {
  const api = requireApiOfResource(request, region);
  const resource = requireResource(request, api);
  const method = findMethod(request, api) ?? resource.methods.ANY ?? requireMethod(request, api);
  if (method.integration === undefined) {
    throw badRequest('No integration defined for method');
  }
  if (input.clientCertificateId !== undefined) {
    throw notImplemented('A client certificate');
  }
  const [rawPath = '', ...query] = (input.pathWithQueryString ?? resource.path).split('?');
  const rawHeaders = [
    ...Object.entries(input.headers),
    ...Object.entries(input.multiValueHeaders).flatMap(([name, values]) =>
      values.map((value) => [name, value] as const),
    ),
  ];
  const sent: ExecuteApiRequest = {
    ...{ apiId: api.id, stageName, method: request.params.httpMethod ?? method.httpMethod },
    ...{ rawPath, rawQuery: query.join('?'), rawHeaders, body: Buffer.from(input.body) },
    ...{ sourceIp: 'test-invoke-source-ip', protocol: 'HTTP/1.1' },
  };
  const headers = parseHeaders(rawHeaders);
  const path = pathParameters(resource, rawPath);
  const context = createContext(sent, headers, region, '');
  context.resourceId = resource.id;
  context.resourcePath = resource.path;
  const exchange: RoutedExchange = {
    ...{ region, request: sent, api, stage: testStage(input), definition: api.definition },
    ...{ variables: input.stageVariables, context, log: new ExecutionLog(), setting: undefined },
    trace: new RequestTrace(),
    parameters: { path, query: parseQuery(sent.rawQuery), headers },
    ...{ resource, method, integration: method.integration },
  };
  logTest(exchange);
  return exchange;
}

function testStage({ stageVariables }: Input): Stage {
  return {
    ...{ stageName, deploymentId: '', createdDate: 0, lastUpdatedDate: 0 },
    ...{ variables: stageVariables, methodSettings: byName(), tags: byName() },
    ...{ cacheClusterEnabled: false, tracingEnabled: false },
  };
}

function logTest({ log, context, request, parameters }: RoutedExchange): void {
  log.info(() => `Starting execution for request: ${context.requestId}`);
  log.info(() => `HTTP Method: ${request.method}, Resource Path: ${request.rawPath}`);
  log.trace(() => `Method request path: ${logMap(Object.entries(parameters.path))}`);
  const query = lastValues(parameters.query);
  log.trace(() => `Method request query string: ${logMap(Object.entries(query))}`);
  const headers = lastValues(parameters.headers);
  log.trace(() => `Method request headers: ${logMap(Object.entries(headers))}`);
  log.trace(() => `Method request body before transformations: ${request.body.toString('utf8')}`);
}

/** None where the path is not the resource's: AWS runs the method all the same. */
function pathParameters({ path }: Resource, rawPath: string): Readonly<Record<string, string>> {
  const pattern = path
    .split('/')
    .map((part) => {
      const [, name, greedy] = /^\{([^}+]+)(\+)?\}$/.exec(part) ?? [];
      return name === undefined ? part.replaceAll('.', '\\.') : greedy === '+' ? '(.+)' : '([^/]+)';
    })
    .join('/');
  const names = [...path.matchAll(/\{([^}+]+)\+?\}/g)].map(([, name = '']) => name);
  const [, ...values] = new RegExp(`^${pattern}$`).exec(rawPath) ?? [];
  return values.length === 0
    ? {}
    : Object.fromEntries(names.map((name, index) => [name, values[index] ?? '']));
}

/** @throws {AwsError} 501 for what is not modelled */
async function answer(exchange: RoutedExchange): Promise<ExecuteApiResponse> {
  try {
    validateRequest(exchange, exchange.method);
    const response = await integrate(exchange);
    return { ...response, headers: safeHeaders(response.headers) };
  } catch (error) {
    if (error instanceof NotImplemented) {
      throw new AwsError('NotImplemented', 501, error.message);
    }
    const response = answerError(exchange, error);
    const headers = response.headers.filter(([name]) => name !== 'Content-Type');
    return { ...response, headers };
  }
}

/** The log in the form of AWS: `Sun Feb 04 18:48:23 UTC 2024 : Starting execution …`. */
function logText(requestId: string, lines: readonly string[], now: number): string {
  const [day = '', date, month, year, time] = new Date(now).toUTCString().split(' ');
  const stamp = [day.slice(0, 3), month, date, time, 'UTC', year].join(' ');
  const logged = lines.filter((line) => !line.startsWith('Gateway response type'));
  return [
    `Execution log for request ${requestId}`,
    ...logged.map((line) => `${stamp} : ${line}`),
    '',
  ].join('\n');
}
