import { z } from 'zod';
import { findNearest } from '../stack/nearest.ts';
import type { DescribedRoute } from './sample-requests.ts';
import { listTemplateProblems } from './template-rules.ts';

export const integrationKey = 'x-amazon-apigateway-integration';

/** Methods of an OpenAPI path, and API Gateway's own for all of them. */
export const methods: ReadonlySet<string> = new Set([
  ...['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace'],
  'x-amazon-apigateway-any-method',
]);

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-swagger-extensions-integration.html */
const integrationTypes = ['aws', 'aws_proxy', 'http', 'http_proxy', 'mock'];

/** From which the gates learn what answered (invariant 7). */
const releaseHeaders = {
  'X-Lambda-Version': 'integration.response.header.X-Amz-Executed-Version',
  'X-Api-Deployment': 'context.deploymentId',
};

export interface RouteProblem {
  /** Of the keys that lead to it. */
  readonly path: readonly (string | number)[];
  readonly problem: string;
}

const templates = z.record(z.string(), z.string());

const integrationSchema = z.looseObject({
  type: z.string(),
  uri: z.string().optional(),
  requestTemplates: templates.optional(),
  responses: z
    .record(
      z.string(),
      z.looseObject({
        responseParameters: z.record(z.string(), z.string()).optional(),
        responseTemplates: templates.optional(),
      }),
    )
    .optional(),
});
export type Integration = z.infer<typeof integrationSchema>;

const pathsOf = z.looseObject({
  paths: z.record(z.string(), z.record(z.string(), z.unknown())),
});

/** Each operation of the API, by the keys that lead to it. */
export function listOperations(
  document: unknown,
): readonly { readonly path: readonly string[]; readonly operation: unknown }[] {
  const { data } = pathsOf.safeParse(document);
  return Object.entries(data?.paths ?? {}).flatMap(([route, item]) =>
    Object.entries(item)
      .filter(([method]) => methods.has(method))
      .map(([method, operation]) => ({ path: ['paths', route, method], operation })),
  );
}

/** What of an API definition calls a Lambda function other than the stack's own. */
export interface OtherCall {
  readonly caller: 'route' | 'authorizer';
  readonly uri: string;
}

/** The calls of other functions, each once; without those of authorizers that API Gateway makes in a role of theirs. */
export function listOtherCalls(document: unknown): readonly OtherCall[] {
  const ofRoutes = listOperations(document).flatMap(({ operation }) => {
    const { data } = z.looseObject({ [integrationKey]: integrationSchema }).safeParse(operation);
    return data?.[integrationKey].uri ?? [];
  });
  return [
    ...ofOthers(ofRoutes).map((uri) => ({ caller: 'route', uri }) as const),
    ...ofOthers(listAuthorizers(document)).map((uri) => ({ caller: 'authorizer', uri }) as const),
  ];
}

function ofOthers(uris: readonly string[]): readonly string[] {
  return [...new Set(uris)].filter(
    (uri) => uri.includes(':lambda:path/') && !uri.includes('${functionArn}'),
  );
}

const authorizerKey = 'x-amazon-apigateway-authorizer';
const securitySchemes = z.object({
  components: z.object({ securitySchemes: z.record(z.string(), z.unknown()) }),
});
/** https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-swagger-extensions-authorizer.html */
const authorizerScheme = z.object({
  [authorizerKey]: z.object({
    authorizerUri: z.string(),
    authorizerCredentials: z.undefined().optional(),
  }),
});

function listAuthorizers(document: unknown): readonly string[] {
  const { data } = securitySchemes.safeParse(document);
  return Object.values(data?.components.securitySchemes ?? {}).flatMap(
    (scheme) => authorizerScheme.safeParse(scheme).data?.[authorizerKey].authorizerUri ?? [],
  );
}

/** What of an API would fail only when it is deployed, or called. */
export function listRouteProblems(document: unknown): readonly RouteProblem[] {
  const { data, error } = pathsOf.safeParse(document);
  return error === undefined
    ? listOperations(document).flatMap(({ path, operation }) => {
        const [, route = ''] = path;
        return ofOperation(path, { route, item: data.paths[route], operation, document });
      })
    : error.issues.map(({ path, message }) => ({
        path: path.map(String),
        problem: `${path.map(String).join('.')}: ${message}`,
      }));
}

function ofOperation(path: readonly string[], route: DescribedRoute): RouteProblem[] {
  const { operation } = route;
  const held: unknown =
    typeof operation === 'object' && operation !== null && integrationKey in operation
      ? operation[integrationKey]
      : undefined;
  if (held === undefined) {
    return [{ path, problem: `has no ${integrationKey}, which says what answers it` }];
  }
  const at = [...path, integrationKey];
  const { data, error } = integrationSchema.safeParse(held);
  if (data === undefined) {
    return error.issues.map((issue) => ({
      path: [...at, ...issue.path.map(String)],
      problem: `${issue.path.join('.')}: ${issue.message}`,
    }));
  }
  return [
    ...ofType(at, data),
    ...listTemplateProblems(at, data, route),
    ...ofReleaseHeaders(at, data),
  ];
}

function ofType(path: readonly string[], { type }: Integration): RouteProblem[] {
  const known = type.toLowerCase();
  if (integrationTypes.includes(known)) {
    return [];
  }
  const meant = findNearest(known, integrationTypes);
  const hint =
    meant === undefined ? `there are ${integrationTypes.join(', ')}` : `do you mean ${meant}?`;
  return [{ path: [...path, 'type'], problem: `${type} is no type of an integration; ${hint}` }];
}

const proxyMapsNothing =
  'API Gateway passes answers of aws_proxy on as they are, and maps nothing of them: take the response out, and wrap the handler in provePair of function/prove-pair.ts, which sets the headers from which a release learns what answered';

/** Of what calls the function itself; what else answers has no version. */
function ofReleaseHeaders(path: readonly string[], integration: Integration): RouteProblem[] {
  const type = integration.type.toLowerCase();
  if (integration.uri !== undefined) {
    return [];
  }
  // https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-lambda-proxy-integrations.html
  if (type === 'aws_proxy') {
    return Object.entries(integration.responses ?? {})
      .filter(([, { responseParameters, responseTemplates }]) =>
        [responseParameters, responseTemplates].some((mapped) => mapped !== undefined),
      )
      .map(([pattern]) => ({ path: [...path, 'responses', pattern], problem: proxyMapsNothing }));
  }
  if (type !== 'aws') {
    return [];
  }
  const responses = Object.entries(integration.responses ?? {});
  if (responses.length === 0) {
    return [{ path, problem: 'has no responses: without a default one, every answer is a 500' }];
  }
  return responses.flatMap(([pattern, { responseParameters = {} }]) => {
    const given = new Map(
      Object.entries(responseParameters).map(([name, value]) => [name.toLowerCase(), value]),
    );
    return Object.entries(releaseHeaders)
      .filter(
        ([name, value]) => given.get(`method.response.header.${name.toLowerCase()}`) !== value,
      )
      .map(([name, value]) => ({
        path: [...path, 'responses', pattern],
        problem: `the response ${pattern} lacks method.response.header.${name}: ${value}, from which a release learns what answered`,
      }));
  });
}
