import {
  DeleteGatewayResponseCommand,
  GetGatewayResponseCommand,
  PutGatewayResponseCommand,
} from '@aws-sdk/client-api-gateway';
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
