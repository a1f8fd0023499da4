import test from 'ava';
import { providerAt } from './_helpers/provider-on.ts';

test('an endpoint that does not answer is named', async (t) => {
  const provider = providerAt('http://127.0.0.1:1');
  const urn = 'urn:pulumi:local::project::aws:apigateway/restApi:RestApi::it';
  await t.throwsAsync(provider.read({ urn, id: 'x', state: {} }, {}), {
    message:
      'reading REST API "it": the embedded AWS at http://127.0.0.1:1 does not answer (ECONNREFUSED)',
  });
});
