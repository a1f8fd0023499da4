import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'ava';
import { parse } from 'yaml';
import { listRouteProblems } from '../../../infra/route-rules.ts';
import { greetingApi } from '../_helpers/greeting.ts';
import { projectRoot } from '../suite/project-root.ts';

const released = {
  statusCode: '200',
  responseParameters: {
    'method.response.header.X-Lambda-Version': 'integration.response.header.X-Amz-Executed-Version',
    'method.response.header.X-Api-Deployment': 'context.deploymentId',
  },
};

const parcel = {
  type: 'object',
  required: ['to', 'size'],
  properties: {
    to: { $ref: '#/components/schemas/Address' },
    size: { enum: ['S', 'L'] },
    kg: { type: 'number' },
    tags: { type: 'array', items: { type: 'string' } },
  },
};
const address = { type: 'object', required: ['city'], properties: { city: { type: 'string' } } };

/** What is wrong with a template of a route that knows parameters and a body. */
function problemsOf(template: string, integration: object = {}): string[] {
  const post = {
    parameters: [
      { name: 'limit', in: 'query', schema: { type: 'integer' } },
      { $ref: '#/components/parameters/Page' },
    ],
    requestBody: {
      required: true,
      content: { 'application/json': { schema: { $ref: '#/components/schemas/Parcel' } } },
    },
    'x-amazon-apigateway-integration': {
      type: 'aws',
      requestTemplates: { 'application/json': template },
      responses: { default: released },
      ...integration,
    },
  };
  const parameters = [{ name: 'team', in: 'header', required: true }];
  return listRouteProblems({
    paths: { '/parcels/{id}': { parameters, post } },
    components: {
      schemas: { Parcel: parcel, Address: address },
      parameters: { Page: { name: 'page', in: 'query', required: true } },
    },
  }).map(({ path, problem }) => `${path.slice(-2).join('.')}: ${problem}`);
}

const place = 'requestTemplates.application/json: the mapping template for application/json';

for (const template of [
  '{"action": "health"}',
  `{"id": $input.params('id'), "page": $input.params().querystring.page, "team": $input.params('team')}`,
  `{"parcel": $input.json('$'), "city": $input.json('$.to.city'), "kg": $input.json('$.kg')}`,
  `{"limit": "$util.escapeJavaScript($input.params('limit')).replaceAll("\\\\'", "'")"}`,
  `{#if($input.params('limit') != '')"limit": $input.params('limit'), #end"id": "$input.params('id')"}`,
  `#set($p = $input.path('$')){"to": "$p.to.city", "tags": [#foreach($tag in $p.tags)"$tag"#if($foreach.hasNext),#end#end]}`,
  `{"who": "$context.authorizer.claims.sub", "at": $context.requestTimeEpoch, "zone": "$stageVariables.zone"}`,
  // What API Gateway's Velocity makes of these is not known here.
  `{"count": $input.path('$.tags').size()}`,
  `{"all": $input.path('$..kg')}`,
  '{"key": ${tableArn}}',
]) {
  test(`nothing is said against ${template}`, (t) => {
    t.deepEqual(problemsOf(template), []);
  });
}

for (const [title, template, problem] of [
  [
    'a parameter that may be left out, as a number',
    `{"limit": $input.params('limit'),\n "id": 1}`,
    'gives no JSON for an empty request: {"limit": , "id": 1}',
  ],
  [
    'a part of the body that may be left out, as a number',
    `{"kg": $input.path('$.kg')}`,
    'gives no JSON for an empty request: {"kg": }',
  ],
  [
    'a text without quotes',
    `{"to": $input.path('$.size')}`,
    'gives no JSON for an empty request: {"to": S}',
  ],
  [
    'a comma that is missing where something is added',
    `{"id": 1#if($input.params('limit') != '') "limit": 2#end}`,
    'gives no JSON for a request with all that it may have: {"id": 1 "limit": 2}',
  ],
] as const) {
  test(`${title} is told`, (t) => {
    t.deepEqual(problemsOf(template), [`${place} ${problem}`]);
  });
}

test('only what the stack’s function is given has to be JSON', (t) => {
  const text = 'no JSON';
  for (const integration of [
    { type: 'mock' },
    { type: 'http', uri: 'https://api.test' },
    { uri: 'arn:aws:apigateway:eu-west-1:sqs:action/SendMessage' },
    { requestTemplates: { 'application/x-www-form-urlencoded': text } },
  ]) {
    t.deepEqual(problemsOf(text, integration), [], JSON.stringify(integration));
  }
  t.is(problemsOf(text).length, 1);
});

test('the examples say what is JSON', (t) => {
  const examples = join(projectRoot, 'tests', 'project', '_fixtures', 'greeting', 'infra');
  for (const file of [join(examples, 'openapi.yaml'), 'adopt/skeleton/infra/openapi.yaml']) {
    t.deepEqual(listRouteProblems(parse(readFileSync(file, 'utf8'))), [], file);
  }
  t.is(listRouteProblems(parse(greetingApi.replace('{"name": "', '{"name": '))).length, 1);
});
