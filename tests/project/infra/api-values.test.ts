import test from 'ava';
import fc from 'fast-check';
import { fillValues, verifyValues } from '../../../infra/api-values.ts';
import { readRoutes, RoutesError } from '../../../infra/routes.ts';

const values = new Map<string, string | number>([
  ['region', 'eu-west-1'],
  ['timeout', 5000],
]);

test('a value is filled in, a number where it stands alone as one', (t) => {
  t.deepEqual(
    fillValues({ uri: 'arn:aws:${region}:a', ms: '${timeout}', list: ['${timeout} ms'] }, values),
    { uri: 'arn:aws:eu-west-1:a', ms: 5000, list: ['5000 ms'] },
  );
});

test("what is API Gateway's or Velocity's is left as it is", (t) => {
  const left = { uri: '${stageVariables.LambdaAlias}', template: '#set($x = 1)${x} ${util.x}' };
  t.deepEqual(fillValues(left, values), left);
});

test('without a reference nothing is changed', (t) => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      t.is(JSON.stringify(fillValues(value, new Map())), JSON.stringify(value));
    }),
  );
});

const routes = (uri: string) =>
  readRoutes(`paths:
  /a:
    get:
      description: "\${prose}"
      x-amazon-apigateway-integration:
        type: http
        uri: ${uri}
        requestTemplates: { application/json: "#set($x = 1)\${x}" }
`);

test('a value that there is none of is told by line and route, with the nearest', (t) => {
  const { problems } = t.throws(() => verifyValues(routes('https://${backnd}/'), ['backend']), {
    instanceOf: RoutesError,
  });
  t.deepEqual(problems, [
    'infra/openapi.yaml, line 7, GET /a: ${backnd} has no value; do you mean backend?',
  ]);
  t.notThrows(() => verifyValues(routes('https://${backend}/'), ['backend']));
});
