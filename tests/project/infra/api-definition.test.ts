import test from 'ava';
import { z } from 'zod';
import { buildApiBody, hashApiBody } from '../../../infra/api-definition.ts';
import { greetingRoutes } from '../_helpers/greeting.ts';

const api = {
  name: 'greeting',
  region: 'eu-west-1',
  functionArn: 'arn:aws:lambda:eu-west-1:123456789012:function:greeting',
  stack: 'dev',
};

test("an integration calls the alias that the stage's variable names", (t) => {
  const body = z
    .object({
      paths: z.object({
        '/greeting': z.object({
          get: z.object({ 'x-amazon-apigateway-integration': z.object({ uri: z.string() }) }),
        }),
      }),
    })
    .parse(JSON.parse(buildApiBody(greetingRoutes().document, api)));
  t.is(
    body.paths['/greeting'].get['x-amazon-apigateway-integration'].uri,
    `arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/${api.functionArn}:\${stageVariables.LambdaAlias}/invocations`,
  );
});

test('references to responses are resolved, which API Gateway does not do', (t) => {
  t.notRegex(buildApiBody(greetingRoutes().document, api), /"\$ref":"#\/components\/responses/);
});

test('a reference to a schema is left to API Gateway', (t) => {
  const routes = {
    info: {},
    paths: { '/a': { get: { schema: { $ref: '#/components/schemas/A' } } } },
  };
  t.regex(buildApiBody(routes, api), /"\$ref":"#\/components\/schemas\/A"/);
});

test('a reference to nothing is an error that names it', (t) => {
  const routes = { info: {}, paths: { '/a': { get: { $ref: '#/components/responses/None' } } } };
  t.throws(() => buildApiBody(routes, api), { message: /#\/components\/responses\/None/ });
});

test('the same routes have the same hash, changed ones another', (t) => {
  const hash = hashApiBody(buildApiBody(greetingRoutes().document, api));
  t.is(hashApiBody(buildApiBody(greetingRoutes().document, api)), hash);
  t.not(hashApiBody(buildApiBody(greetingRoutes().document, { ...api, name: 'other' })), hash);
});

test('a definition has the values of its stack', (t) => {
  const uri = '${backend}/${stack}/${account}/${region}?fn=${functionArn}';
  const routes = { info: {}, paths: { '/a': { get: { uri, ms: '${timeout}' } } } };
  const body = buildApiBody(routes, { ...api, values: { backend: 'https://b.test', timeout: 5 } });
  t.like(JSON.parse(body), {
    paths: {
      '/a': {
        get: { uri: `https://b.test/dev/123456789012/eu-west-1?fn=${api.functionArn}`, ms: 5 },
      },
    },
  });
});
