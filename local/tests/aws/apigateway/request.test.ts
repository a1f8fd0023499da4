import {
  CreateRestApiCommand,
  PutIntegrationCommand,
  PutIntegrationResponseCommand,
  UpdateMethodResponseCommand,
  UpdateRestApiCommand,
} from '@aws-sdk/client-api-gateway';
import test from 'ava';
import { refuses } from './_api.ts';
import { emptyApi } from './_empty-api.ts';

/** Values that the SDK's types do not allow. */
const unknown = (value: unknown) => value as never;

const invalid = (message: string) => ({ name: 'ValidationException', status: 400, message });
const operations = '[add, remove, move, test, replace, copy]';

test('what breaks the model is told together, before anything is looked up', async (t) => {
  const { apigateway, restApiId } = await emptyApi(t);
  const patchOperations = [
    { op: unknown('wrong'), path: '/name' },
    { op: 'replace' as const, path: '/name', value: 'x' },
    { op: unknown('worse'), path: '/name' },
  ];
  const wrong = (index: number, op: string, input: string) =>
    `Value '${op}' at '${input}.patchOperations.${index}.member.op' failed to satisfy constraint: Member must satisfy enum value set: ${operations}`;
  await refuses(
    t,
    apigateway.send(new UpdateRestApiCommand({ restApiId, patchOperations })),
    invalid(
      `2 validation errors detected: ${wrong(1, 'wrong', 'updateRestApiInput')}; ${wrong(3, 'worse', 'updateRestApiInput')}`,
    ),
  );
  const method = { restApiId, resourceId: 'none', httpMethod: 'GET' };
  await refuses(
    t,
    apigateway.send(
      new UpdateMethodResponseCommand({
        ...method,
        statusCode: 'none',
        patchOperations: patchOperations.slice(0, 1),
      }),
    ),
    invalid(
      `2 validation errors detected: ${wrong(1, 'wrong', 'updateMethodResponseInput')}; Value 'none' at 'statusCode' failed to satisfy constraint: Member must satisfy regular expression pattern: [1-5]\\d\\d`,
    ),
  );
  await refuses(
    t,
    apigateway.send(new PutIntegrationCommand({ ...method, type: unknown('FTP') })),
    invalid(
      "1 validation error detected: Value 'FTP' at 'putIntegrationInput.type' failed to satisfy constraint: Member must satisfy enum value set: [HTTP, MOCK, AWS_PROXY, HTTP_PROXY, AWS]",
    ),
  );
});

test('a value of a list is named with the list', async (t) => {
  const { apigateway } = await emptyApi(t);
  const endpointConfiguration = { types: [unknown('FAR')], ipAddressType: unknown('ipv5') };
  await refuses(
    t,
    apigateway.send(new CreateRestApiCommand({ name: 'x', endpointConfiguration })),
    invalid(
      "2 validation errors detected: Value '[FAR]' at 'createRestApiInput.endpointConfiguration.types' failed to satisfy constraint: Member must satisfy constraint: [Member must satisfy enum value set: [PRIVATE, EDGE, REGIONAL]]; Value 'ipv5' at 'createRestApiInput.endpointConfiguration.ipAddressType' failed to satisfy constraint: Member must satisfy enum value set: [ipv4, dualstack]",
    ),
  );
});

test('a value of another type is a SerializationException', async (t) => {
  const { apigateway, restApiId, resourceId } = await emptyApi(t);
  const method = { restApiId, resourceId, httpMethod: 'GET' };
  const unreadable = (message: string) => ({
    name: 'SerializationException',
    status: 400,
    message,
  });
  const requestParameters = { 'integration.request.header.x': unknown(true) };
  await refuses(
    t,
    apigateway.send(new PutIntegrationCommand({ ...method, type: 'MOCK', requestParameters })),
    unreadable('class java.lang.Boolean can not be converted to an String'),
  );
  const responseTemplates = { 'application/json': unknown(123) };
  await refuses(
    t,
    apigateway.send(
      new PutIntegrationResponseCommand({ ...method, statusCode: '200', responseTemplates }),
    ),
    unreadable(
      'class com.amazon.coral.value.json.numbers.TruncatingBigNumber can not be converted to an String',
    ),
  );
});
