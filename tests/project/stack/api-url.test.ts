import test from 'ava';
import { awsUrl, engineOf, engineUrl } from '../../../stack/api-url.ts';
import { parseSettings, SettingsError } from '../../../stack/settings.ts';

const prod = { restApiId: 'a1b2c3', apiStage: 'prod' };

const parse = (settings: object) => parseSettings({ function: { name: 'greeting' }, ...settings });

function urlWith(settings: object): string | undefined {
  const engine = engineOf(parse(settings));
  return engine && engineUrl(prod, engine);
}

test('on AWS the address is as API Gateway has it', (t) => {
  const region = 'eu-west-1';
  t.is(awsUrl(prod, region, 'aws'), 'https://a1b2c3.execute-api.eu-west-1.amazonaws.com/prod');
  t.is(
    awsUrl(prod, region, 'aws-cn'),
    'https://a1b2c3.execute-api.eu-west-1.amazonaws.com.cn/prod',
  );
  t.is(
    awsUrl(prod, 'eusc-de-east-1', 'aws-eusc'),
    'https://a1b2c3.execute-api.eusc-de-east-1.amazonaws.eu/prod',
  );
  t.is(urlWith({}), undefined);
});

test('on another engine it is as the settings say', (t) => {
  const endpoint = 'http://localhost:4566/';
  t.is(urlWith({ endpoint }), 'http://localhost:4566/_aws/execute-api/a1b2c3/prod');
  t.is(
    urlWith({ endpoint, urlForm: '{endpoint}/restapis/{api}/{stage}/_user_request_' }),
    'http://localhost:4566/restapis/a1b2c3/prod/_user_request_',
  );
  t.is(
    urlWith({ endpoint, urlForm: 'https://{api}.engine.test/{stage}' }),
    'https://a1b2c3.engine.test/prod',
  );
});

test('an endpoint that is no URL, and a form without API and stage, are refused', (t) => {
  for (const wrong of [
    { endpoint: 'localhost:4566' },
    { endpoint: 'ftp://localhost' },
    { urlForm: '{endpoint}/{api}' },
  ]) {
    t.throws(() => parse(wrong), { instanceOf: SettingsError }, JSON.stringify(wrong));
  }
});
