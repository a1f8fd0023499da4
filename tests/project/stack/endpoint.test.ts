import test from 'ava';
import {
  describeDiversion,
  findDiversion,
  verifyProviderEndpoint,
} from '../../../stack/endpoint.ts';
import { SettingsError } from '../../../stack/settings.ts';

const url = 'http://localhost:4566';

test('on AWS no variable may lead elsewhere', (t) => {
  t.is(findDiversion({}, undefined), undefined);
  t.is(findDiversion({ AWS_ENDPOINT_URL: '' }, undefined), undefined);
  for (const variable of ['AWS_ENDPOINT_URL', 'AWS_ENDPOINT_URL_LAMBDA']) {
    t.deepEqual(findDiversion({ [variable]: url }, undefined), { variable, url });
  }
});

test('a service that is not called may be anywhere', (t) => {
  t.is(findDiversion({ AWS_ENDPOINT_URL_S3: url }, undefined), undefined);
});

test('on another engine the variables may say the same as the settings', (t) => {
  t.is(findDiversion({ AWS_ENDPOINT_URL: `${url}/` }, url), undefined);
  t.is(findDiversion({}, url), undefined);
  const variable = 'AWS_ENDPOINT_URL_STS';
  const elsewhere = 'http://other:4566';
  const found = findDiversion({ AWS_ENDPOINT_URL: url, [variable]: elsewhere }, url);
  t.deepEqual(found, { variable, url: elsewhere });
  t.is(
    found && describeDiversion(found, url),
    'AWS_ENDPOINT_URL_STS in the environment says http://other:4566, but by its settings the stack is at http://localhost:4566',
  );
});

test('a plain pulumi up goes where the settings say, or nowhere', (t) => {
  const refused = { instanceOf: SettingsError };
  t.notThrows(() => {
    verifyProviderEndpoint({ AWS_ENDPOINT_URL: url }, url);
    verifyProviderEndpoint({ AWS_ENDPOINT_URL: 'http://127.0.0.1:1' }, undefined);
    verifyProviderEndpoint({}, undefined);
  });
  t.throws(() => {
    verifyProviderEndpoint({}, url);
  }, refused);
  t.throws(() => {
    verifyProviderEndpoint({ AWS_ENDPOINT_URL: 'http://127.0.0.1:1' }, url);
  }, refused);
});
