import test from 'ava';
import { apiUrl } from '../../../stack/api-url.ts';
import { parseSettings } from '../../../stack/settings.ts';

const at = { restApiId: 'a1b2c3', apiStage: 'prod', region: 'eu-west-1', partition: 'aws' };

function urlWith(settings: object, partition = 'aws'): string {
  return apiUrl(parseSettings({ function: { name: 'greeting' }, ...settings }), {
    ...at,
    partition,
  });
}

test('on AWS the address is as API Gateway has it', (t) => {
  t.is(urlWith({}), 'https://a1b2c3.execute-api.eu-west-1.amazonaws.com/prod');
  t.is(urlWith({}, 'aws-cn'), 'https://a1b2c3.execute-api.eu-west-1.amazonaws.com.cn/prod');
});

test('on another engine it is as the settings say', (t) => {
  const endpoint = 'http://localhost:4566/';
  const common = 'http://localhost:4566/_aws/execute-api/a1b2c3/prod';
  t.is(urlWith({ endpoint }), common);
  t.is(
    urlWith({ endpoint, urlForm: '{endpoint}/restapis/{api}/{stage}/_user_request_' }),
    'http://localhost:4566/restapis/a1b2c3/prod/_user_request_',
  );
  t.is(
    urlWith({ endpoint, urlForm: 'https://{api}.engine.test/{stage}' }),
    'https://a1b2c3.engine.test/prod',
  );
});
