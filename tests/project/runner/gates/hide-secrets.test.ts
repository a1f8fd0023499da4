import test from 'ava';
import { hideSecrets } from '../../../../runner/gates/hide-secrets.ts';

test('of a secret that begins another nothing is left', (t) => {
  const secrets = ['key', 'key-of-prod', ''];
  t.is(hideSecrets('sent key-of-prod and key', { secrets }), 'sent [secret] and [secret]');
});
