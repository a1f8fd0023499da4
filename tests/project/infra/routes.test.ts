import test from 'ava';
import { readRoutes, RoutesError } from '../../../infra/routes.ts';
import { greetingApi } from '../_helpers/greeting.ts';

function problemsOf(text: string): readonly string[] {
  try {
    readRoutes(text);
    return [];
  } catch (error) {
    if (error instanceof RoutesError) {
      return error.problems;
    }
    throw error;
  }
}

/** Line of the first occurrence. */
const lineOf = (text: string, part: string) => text.slice(0, text.indexOf(part)).split('\n').length;

test('right routes are as they should be', (t) => {
  t.deepEqual(problemsOf(greetingApi), []);
});

test('an operation may take over another one, as YAML of 1.1 had it', (t) => {
  const merged = greetingApi
    .replace('    get:\n', '    get: &greet\n')
    .replace(/\ncomponents:/, '\n  /again:\n    get: { <<: *greet, summary: Again }\ncomponents:');
  t.deepEqual(problemsOf(merged), []);
  t.like(readRoutes(merged).document, {
    paths: {
      '/again': { get: { summary: 'Again', 'x-amazon-apigateway-integration': { type: 'aws' } } },
    },
  });
});

const wrong: Readonly<
  Record<string, [from: string, to: string, at: string, route: string, problem: RegExp]>
> = {
  'a mistake of YAML': ['title: greeting', "title: 'greeting", "title: '", '', /quote/i],
  'an unknown type': [
    'type: aws\n',
    'type: aws_prox\n',
    'type: aws_prox',
    'GET /greeting',
    /^aws_prox is no type of an integration; do you mean aws_proxy\?$/,
  ],
  'a broken template': [
    '{"name": "$util.escapeJavaScript(',
    '#if($x) {"name": "$util.escapeJavaScript(',
    'application/json: |-',
    'GET /greeting',
    /^the mapping template for application\/json does not parse: /,
  ],
  'a response without a release header': [
    '              method.response.header.X-Api-Deployment: context.deploymentId\n',
    '',
    'default:',
    'GET /greeting',
    /^the response default lacks method\.response\.header\.X-Api-Deployment: context\.deploymentId/,
  ],
  'a method without an integration': [
    '      x-amazon-apigateway-integration:',
    '      x-amazon-apigateway-integratio:',
    'get:',
    'GET /greeting',
    /^has no x-amazon-apigateway-integration/,
  ],
};

for (const [title, [from, to, at, route, problem]] of Object.entries(wrong)) {
  test(`${title} is told by file, line and route`, (t) => {
    t.true(greetingApi.includes(from));
    const text = greetingApi.replace(from, to);
    const [first = ''] = problemsOf(text);
    const [, place = '', line = '', what = ''] = /^(.*?, line (\d+).*?): (.*)$/s.exec(first) ?? [];
    if (route !== '') {
      t.is(Number(line), lineOf(text, at), first);
      t.is(place, `infra/openapi.yaml, line ${line}, ${route}`);
    }
    t.regex(what, problem);
    t.notRegex(first, /node_modules|\n/);
  });
}

test('an operation that is there twice is told, where it is for the second time', (t) => {
  const twice = `${greetingApi.slice(0, greetingApi.indexOf('components:'))}    get:\n      summary: again\n`;
  t.deepEqual(problemsOf(twice), [
    `infra/openapi.yaml, line ${String(twice.split('\n').length - 2)}, GET /greeting: is there twice: API Gateway knows one operation for each method of a path`,
  ]);
});

test('what answers without the function needs no release headers', (t) => {
  const mock = `openapi: 3.0.3
info: { title: a, version: '1' }
paths:
  /greeting:
    options:
      x-amazon-apigateway-integration:
        type: mock
        requestTemplates: { application/json: '{"statusCode": 200}' }
        responses: { default: { statusCode: '200' } }
    post:
      x-amazon-apigateway-integration: { type: aws_proxy, httpMethod: POST }
`;
  t.deepEqual(problemsOf(mock), []);
});

test('a mapping of what AWS_PROXY answers is refused, with what does its work', (t) => {
  const proxy = (response: string) => `openapi: 3.0.3
info: { title: a, version: '1' }
paths:
  /greeting:
    post:
      x-amazon-apigateway-integration:
        type: aws_proxy
        responses:
          default: ${response}
`;
  t.deepEqual(problemsOf(proxy("{ statusCode: '200' }")), []);
  const mapped = 'responseParameters: { method.response.header.X-Lambda-Version: integration.x }';
  const [first = '', ...others] = problemsOf(proxy(`{ statusCode: '200', ${mapped} }`));
  t.regex(first, /^infra\/openapi\.yaml, line 9, POST \/greeting: .* provePair of function\//);
  t.deepEqual(others, []);
});

test('all problems are told together', (t) => {
  const text = greetingApi
    .replace('{"name": "$util', '#set($x = ) {"name": "$util')
    .replace('method.response.header.X-Lambda-Version', 'method.response.header.Version');
  const problems = problemsOf(text);
  t.regex(problems[0] ?? '', /does not parse/);
  t.is(problems.filter((problem) => problem.includes('X-Lambda-Version')).length, 4);
});

test('a file without paths is refused', (t) => {
  t.regex(problemsOf('openapi: 3.0.3\n').join(), /paths/);
});
