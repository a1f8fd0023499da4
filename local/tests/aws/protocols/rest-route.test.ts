import test from 'ava';

import { AwsError } from '../../../aws/errors.ts';
import type { RestOperation } from '../../../aws/operation.ts';
import { routeTable } from '../../../aws/protocols/rest-route.ts';

function operation(name: string, method: string, path: string): RestOperation {
  return { kind: 'rest', name, method, path, writes: false, run: () => ({}) };
}

const table = routeTable([
  operation('GetFunction', 'GET', '/2015-03-31/functions/{FunctionName}'),
  operation('ListFunctions', 'GET', '/2015-03-31/functions/'),
  operation('GetAlias', 'GET', '/2015-03-31/functions/{FunctionName}/aliases/{Name}'),
  operation('CreateRestApi', 'POST', '/restapis'),
  operation('ImportRestApi', 'POST', '/restapis?mode=import'),
  operation('TagResource', 'PUT', '/tags/{ResourceArn+}'),
  operation('GetLabelled', 'GET', '/things/{Name}'),
  operation('GetLiteral', 'GET', '/things/special'),
]);

function match(method: string, target: string): string {
  const [path = '', query = ''] = target.split('?');
  const found = table.match(method, path, new URLSearchParams(query));
  return found === undefined
    ? 'nothing'
    : `${found.operation.name} ${JSON.stringify(found.params)}`;
}

const routed = test.macro({
  exec: (t, method: string, target: string, expected: string) => {
    t.is(match(method, target), expected);
  },
  title: (_, method: string, target: string, expected: string) =>
    `${method} ${target} is ${expected}`,
});

const arn = 'arn:aws:lambda:eu-west-1:123456789012:function:greeting';

test(routed, 'GET', '/2015-03-31/functions/greeting', 'GetFunction {"FunctionName":"greeting"}');
test(routed, 'GET', '/2015-03-31/functions', 'ListFunctions {}');
test(routed, 'GET', '/2015-03-31/functions/', 'ListFunctions {}');
test(
  routed,
  'GET',
  `/2015-03-31/functions/${encodeURIComponent(arn)}/aliases/PROD`,
  `GetAlias {"FunctionName":"${arn}","Name":"PROD"}`,
);
test(routed, 'GET', '/things/a%2Fb%2525', 'GetLabelled {"Name":"a/b%25"}');
test(routed, 'GET', '/things/special', 'GetLiteral {}');
test(routed, 'POST', '/restapis', 'CreateRestApi {}');
test(routed, 'POST', '/restapis?mode=import', 'ImportRestApi {}');
test(routed, 'POST', '/restapis?mode=import&failonwarnings=true', 'ImportRestApi {}');
test(routed, 'PUT', '/tags/arn:aws:x:::a/b/c', 'TagResource {"ResourceArn":"arn:aws:x:::a/b/c"}');
test(routed, 'PUT', '/tags/a/b/', 'TagResource {"ResourceArn":"a/b/"}');
test(routed, 'PUT', '/tags/', 'nothing');
test(routed, 'DELETE', '/restapis', 'nothing');
test(routed, 'GET', '/2015-03-31/functions/greeting/versions', 'nothing');
test(routed, 'GET', '/2015-03-31/functions//aliases/PROD', 'nothing');

test('a label that is not valid percent-encoding is refused', (t) => {
  const error = t.throws(() => match('GET', '/things/%zz'), { instanceOf: AwsError });
  t.is(error.status, 400);
});
