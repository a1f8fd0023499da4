import {
  DeleteGatewayResponseCommand,
  GetGatewayResponseCommand,
  PutGatewayResponseCommand,
  UpdateGatewayResponseCommand,
} from '@aws-sdk/client-api-gateway';
import type { GatewayResponseType } from '@aws-sdk/client-api-gateway';
import test from 'ava';
import { refuses } from './_api.ts';
import { emptyApi } from './_empty-api.ts';

test('a gateway response replaces the default until it is deleted', async (t) => {
  const { apigateway, restApiId } = await emptyApi(t);
  const type = { restApiId, responseType: 'THROTTLED' } as const;
  const put = (responseParameters: Record<string, string>) =>
    apigateway.send(
      new PutGatewayResponseCommand({ ...type, statusCode: '503', responseParameters }),
    );
  await refuses(t, put({ 'method.response.header.X': "'x'" }), {
    name: 'BadRequestException',
    status: 400,
    message: 'Invalid mapping expression specified: method.response.header.X',
  });
  await put({ 'gatewayresponse.header.X': "'x'" });
  const own = await apigateway.send(new GetGatewayResponseCommand(type));
  t.like(own, { statusCode: '503', defaultResponse: false });
  await apigateway.send(new DeleteGatewayResponseCommand(type));
  const again = await apigateway.send(new GetGatewayResponseCommand(type));
  t.like(again, { statusCode: '429', defaultResponse: true });
  await t.throwsAsync(apigateway.send(new DeleteGatewayResponseCommand(type)), {
    name: 'NotFoundException',
  });
});

const template = '{"message":$context.error.messageString}';

test('a gateway response takes what it leaves out from its type, and inherits from the default', async (t) => {
  const { apigateway, restApiId } = await emptyApi(t);
  const read = (responseType: GatewayResponseType) =>
    apigateway.send(new GetGatewayResponseCommand({ restApiId, responseType }));
  const responseParameters = { 'gatewayresponse.header.X': "'x'" };
  const put = await apigateway.send(
    new PutGatewayResponseCommand({ restApiId, responseType: 'UNAUTHORIZED', responseParameters }),
  );
  t.like(put, {
    statusCode: '401',
    responseParameters,
    responseTemplates: { 'application/json': template },
  });
  await apigateway.send(
    new PutGatewayResponseCommand({
      ...{ restApiId, responseType: 'DEFAULT_5XX', statusCode: '599' },
      responseTemplates: { 'application/json': '{}' },
    }),
  );
  t.like(await read('INTEGRATION_TIMEOUT'), {
    responseType: 'INTEGRATION_TIMEOUT',
    statusCode: '599',
    responseTemplates: { 'application/json': '{}' },
    defaultResponse: true,
  });
  t.like(await read('THROTTLED'), { statusCode: '429', defaultResponse: true });
});

test('a gateway response is patched, also one that the API did not have', async (t) => {
  const { apigateway, restApiId } = await emptyApi(t);
  const type = { restApiId, responseType: 'DEFAULT_4XX' } as const;
  const patch = (op: 'add' | 'replace' | 'remove', path: string, value?: string) =>
    apigateway.send(
      new UpdateGatewayResponseCommand({ ...type, patchOperations: [{ op, path, value }] }),
    );
  t.like(await patch('replace', '/statusCode', '444'), {
    statusCode: '444',
    responseTemplates: { 'application/json': template },
    defaultResponse: false,
  });
  const xml = await patch('add', '/responseTemplates/application~1xml', '<x/>');
  t.is(xml.responseTemplates?.['application/xml'], '<x/>');
  const wrong = (message: string) => ({ name: 'BadRequestException', status: 400, message });
  await refuses(t, patch('add', '/statusCode', '400'), wrong('Invalid patch path /statusCode'));
  await refuses(
    t,
    patch('add', '/responseParameters/gatewayresponse.header.X'),
    wrong('Invalid null or empty value in responseParameters'),
  );
  await refuses(t, patch('replace', '/responseParameters/gatewayresponse.header.X', "'x'"), {
    name: 'NotFoundException',
    status: 404,
    message: 'Invalid parameter name specified',
  });
  await refuses(
    t,
    apigateway.send(
      new GetGatewayResponseCommand({ restApiId, responseType: 'NONE' as GatewayResponseType }),
    ),
    {
      name: 'ValidationException',
      status: 400,
      message:
        /^1 validation error detected: Value 'NONE' at 'responseType' failed .*\[REQUEST_TOO_LARGE, /,
    },
  );
});
