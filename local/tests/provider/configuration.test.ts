import test from 'ava';
import { readConfiguration } from '../../provider/configuration.ts';

test('the configuration of the program comes before the environment', (t) => {
  const environment = { AWS_DEFAULT_REGION: 'eu-north-1', AWS_ACCESS_KEY_ID: '1'.repeat(12) };
  const endpoint = 'http://127.0.0.1:4566';
  t.like(readConfiguration({}, environment, endpoint), {
    region: 'eu-north-1',
    signIn: { keys: { accessKeyId: '111111111111' } },
    endpoint,
  });
  t.like(readConfiguration({ region: 'eu-west-1' }, environment, endpoint), {
    region: 'eu-west-1',
  });
  t.like(readConfiguration({}, {}, endpoint), {
    region: '',
    signIn: { keys: { accessKeyId: '000000000000' } },
  });
  const ids = ['123456789012'];
  t.deepEqual(
    [ids, JSON.stringify(ids), undefined].map(
      (allowedAccountIds) =>
        readConfiguration({ allowedAccountIds }, {}, endpoint).allowedAccountIds,
    ),
    [ids, ids, []],
  );
});
