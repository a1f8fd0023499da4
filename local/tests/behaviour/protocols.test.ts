import { cbor, dateToTag } from '@smithy/core/cbor';
import test from 'ava';

import { AwsError } from '../../aws/errors.ts';
import type { RpcOperation, Service } from '../../aws/operation.ts';
import { rpcV2Cbor } from '../../aws/protocols/cbor.ts';
import { awsJson } from '../../aws/protocols/json.ts';
import type { ErrorContext, Protocol, WireRequest } from '../../aws/protocols/protocol.ts';
import { nestParameters, query } from '../../aws/protocols/query.ts';
import { restJson } from '../../aws/protocols/rest-json.ts';
import { selectProtocol } from '../../aws/protocols/select.ts';
import type { Region } from '../../aws/region.ts';

/** These operations do not look at it. */
const region = {} as unknown as Region;

const received: unknown[] = [];
const describeThings: RpcOperation = {
  kind: 'rpc',
  name: 'DescribeThings',
  writes: false,
  run: (input) => {
    received.push(input);
    return {
      Name: `<&"'> ${String.fromCodePoint(0x1f600)}`,
      Created: new Date(1_500_000_000_250),
      Things: [{ Key: 'a' }, { Key: 'b' }],
      Count: 2,
      Missing: undefined,
    };
  },
};

const service: Service = {
  signingName: 'things',
  xmlNamespace: 'https://things.example/doc/',
  operations: [
    describeThings,
    {
      kind: 'rest',
      name: 'GetThing',
      method: 'GET',
      path: '/things/{Name}',
      writes: false,
      run: ({ params, query: search }) => ({
        status: 201,
        headers: { 'x-mark': '1' },
        body: { name: params.Name, page: search.get('page'), at: new Date(2000) },
      }),
    },
  ],
};

function request(part: Partial<WireRequest>): WireRequest {
  return {
    method: 'POST',
    rawPath: '/',
    rawQuery: '',
    headers: {},
    body: Buffer.alloc(0),
    ...part,
  };
}

async function answer(protocol: Protocol, part: Partial<WireRequest>) {
  const response = await protocol.match(request(part), service).run(region, 'request-1');
  return { ...response, body: response.body };
}

const errors: ErrorContext = { requestId: 'request-1', service, queryMode: true };
const missing = new AwsError('ThingNotFound', 404, 'No <thing>', { members: { Hint: 'none' } });

test.serial('JSON: input and output are objects, times are epoch seconds', async (t) => {
  const { body } = await answer(awsJson('1.1'), {
    headers: { 'x-amz-target': 'Things_2020.DescribeThings' },
    body: Buffer.from('{"Limit":3,"Since":1.5}'),
  });
  t.deepEqual(received.at(-1), { Limit: 3, Since: 1.5 });
  t.deepEqual(JSON.parse(body.toString()), {
    Name: `<&"'> ${String.fromCodePoint(0x1f600)}`,
    Created: 1_500_000_000.25,
    Things: [{ Key: 'a' }, { Key: 'b' }],
    Count: 2,
  });
});

test.serial('CBOR: times come in and go out as tag 1', async (t) => {
  const { body, headers } = await answer(rpcV2Cbor, {
    rawPath: '/service/Things/operation/DescribeThings',
    body: Buffer.from(cbor.serialize({ Since: dateToTag(new Date(1500)), Ratio: 0.25 })),
  });
  t.deepEqual(received.at(-1), { Since: new Date(1500), Ratio: 0.25 });
  t.is(headers['smithy-protocol'], 'rpc-v2-cbor');
  const output: unknown = cbor.deserialize(Buffer.from(body));
  t.like(output, { Count: 2, Created: { tag: 1, value: 1_500_000_000.25 } });
});

test.serial('query: a form comes in, escaped XML with lists as member goes out', async (t) => {
  const { body } = await answer(query, {
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: Buffer.from('Action=DescribeThings&Version=2020&Tags.member.1.Key=a+b&Limit=3'),
  });
  t.deepEqual(received.at(-1), { Tags: [{ Key: 'a b' }], Limit: '3' });
  const name = `&lt;&amp;&quot;&apos;&gt; ${String.fromCodePoint(0x1f600)}`;
  t.is(
    body.toString(),
    '<DescribeThingsResponse xmlns="https://things.example/doc/"><DescribeThingsResult>' +
      `<Name>${name}</Name><Created>2017-07-14T02:40:00.250Z</Created>` +
      '<Things><member><Key>a</Key></member><member><Key>b</Key></member></Things><Count>2</Count>' +
      '</DescribeThingsResult><ResponseMetadata><RequestId>request-1</RequestId></ResponseMetadata>' +
      '</DescribeThingsResponse>',
  );
});

test('REST-JSON: labels, query, status, headers and epoch times', async (t) => {
  const { status, headers, body } = await answer(restJson, {
    method: 'GET',
    rawPath: '/things/a%20b',
    rawQuery: 'page=2',
  });
  t.is(status, 201);
  t.is(headers['x-mark'], '1');
  t.deepEqual(JSON.parse(body.toString()), { name: 'a b', page: '2', at: 2 });
});

test('query parameters nest by their dots, in the order of their numbers', (t) => {
  const form = new URLSearchParams();
  for (let index = 11; index >= 1; index -= 1) {
    form.append(`Names.member.${String(index)}`, `n${String(index)}`);
    form.append(`Flat.${String(index)}.Value`, `f${String(index)}`);
  }
  form.append('Deep.Inner.Leaf', 'x');
  const nested = nestParameters(form);
  t.deepEqual(
    nested.Names,
    Array.from({ length: 11 }, (_, index) => `n${String(index + 1)}`),
  );
  t.deepEqual(
    nested.Flat,
    Array.from({ length: 11 }, (_, index) => ({ Value: `f${String(index + 1)}` })),
  );
  t.deepEqual(nested.Deep, { Inner: { Leaf: 'x' } });
});

test('query parameters named like members of Object.prototype are only values', (t) => {
  const nested = nestParameters(new URLSearchParams('__proto__.polluted=1&constructor=2'));
  t.is(Reflect.get({}, 'polluted'), undefined);
  t.true(Object.hasOwn(nested, 'constructor'));
});

test('errors carry code, message and members in each protocol', (t) => {
  const json = awsJson('1.0').encodeError(missing, errors);
  t.is(json.status, 404);
  t.deepEqual(JSON.parse(json.body.toString()), {
    __type: 'ThingNotFound',
    message: 'No <thing>',
    Hint: 'none',
  });
  t.is(json.headers['x-amzn-query-error'], 'ThingNotFound;Sender');

  const fromCbor: unknown = cbor.deserialize(
    Buffer.from(rpcV2Cbor.encodeError(missing, errors).body),
  );
  t.deepEqual(fromCbor, { __type: 'ThingNotFound', message: 'No <thing>', Hint: 'none' });

  t.is(
    query.encodeError(missing, errors).body.toString(),
    '<ErrorResponse xmlns="https://things.example/doc/"><Error><Type>Sender</Type>' +
      '<Code>ThingNotFound</Code><Message>No &lt;thing&gt;</Message><Hint>none</Hint></Error>' +
      '<RequestId>request-1</RequestId></ErrorResponse>',
  );

  const rest = restJson.encodeError(missing, errors);
  t.is(rest.headers['x-amzn-errortype'], 'ThingNotFound');
  t.deepEqual(JSON.parse(rest.body.toString()), { message: 'No <thing>', Hint: 'none' });
});

test('Lambda errors say whose fault they are, with the message as the API reference spells it', (t) => {
  const lambda: ErrorContext = { ...errors, service: { signingName: 'lambda', operations: [] } };
  const notFound = new AwsError('ResourceNotFoundException', 404, 'gone');
  const failed = new AwsError('ServiceException', 500, 'broken');
  const conflict = new AwsError('ResourceConflictException', 409, 'busy');
  const bodyOf = (error: AwsError): unknown =>
    JSON.parse(restJson.encodeError(error, lambda).body.toString());
  t.deepEqual(bodyOf(notFound), { Type: 'User', Message: 'gone' });
  t.deepEqual(bodyOf(failed), { Type: 'Service', Message: 'broken' });
  t.deepEqual(bodyOf(conflict), { Type: 'User', message: 'busy' });
});

const unknownOperation = test.macro({
  exec: (t, protocol: Protocol, part: Partial<WireRequest>, named: RegExp) => {
    const error = t.throws(() => protocol.match(request(part), service), { instanceOf: AwsError });
    t.is(error.code, 'NotImplemented');
    t.is(error.status, 501);
    t.regex(error.message, named);
  },
  title: (name = '') => `${name}: an operation that is not modelled is NotImplemented, by name`,
});

test(
  'JSON',
  unknownOperation,
  awsJson('1.1'),
  { headers: { 'x-amz-target': 'T.Nope' } },
  /things:Nope/,
);
test('CBOR', unknownOperation, rpcV2Cbor, { rawPath: '/service/T/operation/Nope' }, /things:Nope/);
test('query', unknownOperation, query, { rawQuery: 'Action=Nope' }, /things:Nope/);
test('REST', unknownOperation, restJson, { rawPath: '/nope' }, /things: POST \/nope/);

test('a body that cannot be parsed is a SerializationException', (t) => {
  const target = { 'x-amz-target': 'T.DescribeThings' };
  for (const body of ['{', '[]', '"x"']) {
    const error = t.throws(
      () => awsJson('1.1').match(request({ headers: target, body: Buffer.from(body) }), service),
      { instanceOf: AwsError },
    );
    t.is(error.code, 'SerializationException');
  }
});

test('the protocol is told by headers and path', (t) => {
  const form = { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' };
  t.is(selectProtocol(request({ headers: form })), query);
  t.is(selectProtocol(request({ method: 'GET', rawQuery: 'Action=X' })), query);
  t.is(selectProtocol(request({ headers: { 'smithy-protocol': 'rpc-v2-cbor' } })), rpcV2Cbor);
  t.is(selectProtocol(request({ rawPath: '/2015-03-31/functions', headers: form })), restJson);
});
