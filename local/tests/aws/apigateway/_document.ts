import fc from 'fast-check';

/** Text as it occurs in templates and mappings, awkward characters included. */
const text = fc.string({
  unit: fc.constantFrom(
    'a',
    'Z',
    '0',
    '"',
    "'",
    '\\',
    '\n',
    '\t',
    ' ',
    ':',
    '#',
    '$',
    '{',
    '€',
    '🎉',
  ),
  maxLength: 12,
});
const templates = fc.dictionary(
  fc.constantFrom('application/json', 'text/plain', '$default'),
  text,
);
const statuses = fc.uniqueArray(fc.constantFrom('200', '201', '400', '404', '500'));
const patterns = ['default', '.*Error.*', '(?i)bad(\\n|.)*', '4\\d{2}'];

const schema = fc.constantFrom<object>(
  { $ref: '#/components/schemas/Pet' },
  { type: 'object', properties: { owner: { $ref: '#/components/schemas/Person' } } },
  { type: 'string' },
);
const content = fc.dictionary(
  fc.constantFrom('application/json', 'application/xml'),
  fc.record({ schema }),
);

const parameters = fc.uniqueArray(
  fc.record({
    name: fc.constantFrom('ids', 'name', 'X-Id', 'a.b', 'a_b$'),
    in: fc.constantFrom('query', 'header'),
    required: fc.boolean(),
  }),
  { selector: ({ name }) => name },
);

const responses = statuses.chain((codes) =>
  fc.record(
    Object.fromEntries(
      codes.map((code) => [
        code,
        fc.record({
          description: fc.constant('answer'),
          headers: fc.dictionary(fc.constantFrom('X-A', 'X-B'), fc.constant({})),
          content,
        }),
      ]),
    ),
  ),
);

type Parameters = readonly { readonly name: string; readonly in: string }[];
type Responses = Readonly<Record<string, { readonly headers: object }>>;

/** An integration that only maps what the method declares. */
function integration(declared: Parameters, answers: Responses) {
  const sources = declared.map(
    ({ name, in: place }) => `method.request.${place === 'query' ? 'querystring' : place}.${name}`,
  );
  return fc.record(
    {
      type: fc.constantFrom('mock', 'MOCK', 'http', 'aws'),
      httpMethod: fc.constantFrom('POST', 'get'),
      uri: fc.constant(undefined),
      requestParameters: fc.dictionary(
        fc.constantFrom('integration.request.header.a', 'integration.request.querystring.b'),
        fc.constantFrom("'literal'", 'context.requestId', 'stageVariables.x', ...sources),
      ),
      requestTemplates: templates,
      passthroughBehavior: fc.constantFrom('never', 'WHEN_NO_MATCH', 'when_no_templates'),
      contentHandling: fc.constantFrom('CONVERT_TO_TEXT', 'convert_to_binary'),
      timeoutInMillis: fc.integer({ min: 50, max: 29_000 }),
      cacheNamespace: fc.constant('namespace'),
      cacheKeyParameters: fc.constant(sources),
      responses: integrationResponses(answers),
    },
    { requiredKeys: ['type', 'httpMethod', 'uri'] },
  );
}

/** One pattern for each of some of the declared statuses. */
function integrationResponses(answers: Responses) {
  return fc.subarray(Object.keys(answers)).chain((codes) =>
    fc.record(
      Object.fromEntries(
        codes.slice(0, patterns.length).map((statusCode, index) => {
          const headers = Object.keys(answers[statusCode]?.headers ?? {});
          const targets = headers.map((name) => `method.response.header.${name}`);
          const responseParameters = fc
            .subarray(targets)
            .map((chosen) => Object.fromEntries(chosen.map((target) => [target, "'x'"])));
          const response = { statusCode: fc.constant(statusCode), responseParameters };
          const made = fc.record({ ...response, responseTemplates: templates });
          return [patterns[index] ?? 'none', made] as const;
        }),
      ),
    ),
  );
}

const uris: Readonly<Record<string, string>> = {
  http: 'https://example.com/${stageVariables.x}',
  aws: 'arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/f/invocations',
};

const operation = fc.tuple(parameters, responses).chain(([declared, answers]) =>
  fc
    .record(
      {
        parameters: fc.constant(declared),
        responses: fc.constant(answers),
        operationId: fc.constantFrom('list', 'show'),
        requestBody: fc.record({ content }),
        'x-amazon-apigateway-request-validator': fc.constantFrom('all', 'none'),
        security: fc.subarray([{ api_key: [] }, { token: ['read'] }, { sigv4: [] }], {
          maxLength: 2,
        }),
        integration: integration(declared, answers),
      },
      { requiredKeys: ['parameters', 'responses'] },
    )
    .map(({ integration: made, ...rest }) => ({
      ...rest,
      ...(made === undefined
        ? {}
        : { 'x-amazon-apigateway-integration': { ...made, uri: uris[made.type] } }),
    })),
);

const pathItem = fc.record(
  { get: operation, post: operation, 'x-amazon-apigateway-any-method': operation },
  { requiredKeys: [] },
);

const paths = fc
  .subarray(['/', '/a', '/a/{id}', '/a/{id}/b', '/c.d/-_', '/e/{proxy+}'])
  .chain((names) => fc.record(Object.fromEntries(names.map((name) => [name, pathItem]))));

const header = { type: 'apiKey', in: 'header' };
const statement = { Effect: 'Allow', Principal: '*', Action: '*', Resource: '*' };

function authorizer(name: string, settings: object): object {
  return {
    ...{ ...header, name, 'x-amazon-apigateway-authtype': 'custom' },
    'x-amazon-apigateway-authorizer': { authorizerUri: uris.aws, ...settings },
  };
}

/** OpenAPI documents that API Gateway takes, with every extension that is modelled. */
export const documents = fc.record(
  {
    openapi: fc.constant('3.0.1'),
    info: fc.record({
      title: fc.constantFrom('one', 'two'),
      version: fc.constant('7'),
      description: text,
    }),
    paths,
    components: fc.constant({
      securitySchemes: {
        api_key: { ...header, name: 'x-api-key' },
        sigv4: {
          ...{ ...header, name: 'Authorization' },
          'x-amazon-apigateway-authtype': 'awsSigv4',
        },
        token: authorizer('X-Token', { type: 'token', identityValidationExpression: '.+' }),
        request: authorizer('Unused', {
          ...{ type: 'request', authorizerResultTtlInSeconds: 60 },
          identitySource: 'method.request.header.X-Who',
        }),
      },
      schemas: {
        Pet: { type: 'object', properties: { owner: { $ref: '#/components/schemas/Person' } } },
        Person: { type: 'object', properties: { name: { type: 'string' } }, required: ['name'] },
      },
    }),
    'x-amazon-apigateway-request-validators': fc.constant({
      all: { validateRequestBody: true, validateRequestParameters: true },
      none: { validateRequestBody: false, validateRequestParameters: false },
    }),
    'x-amazon-apigateway-gateway-responses': fc.dictionary(
      fc.constantFrom('DEFAULT_4XX', 'THROTTLED'),
      fc.record({ statusCode: fc.constant('418'), responseTemplates: templates }),
    ),
    'x-amazon-apigateway-api-key-source': fc.constantFrom('HEADER', 'AUTHORIZER'),
    'x-amazon-apigateway-binary-media-types': fc.subarray(['image/png', '*/*']),
    'x-amazon-apigateway-policy': fc.constantFrom<object | string>(
      { Statement: [statement] },
      JSON.stringify({ Statement: statement }, undefined, 1),
    ),
  },
  {
    requiredKeys: [
      'openapi',
      'info',
      'paths',
      'components',
      'x-amazon-apigateway-request-validators',
    ],
  },
);
