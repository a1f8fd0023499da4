import test from 'ava';
import { SettingsError } from '../../../stack/settings.ts';
import { parseStackFile } from '../../../stack/stack-file.ts';

const config = {
  'aws:region': 'eu-west-1',
  'gated-lambda-release:function': { name: 'greeting' },
};

test('a mistyped key is refused, with the key that was meant, beside all other problems', (t) => {
  const wrong = {
    ...config,
    'aws:region': undefined,
    'gated-lambda-release:target': [{ name: 'prod', approval: 'required' }],
    'other-project:target': 'is none of ours',
  };
  const error = t.throws(() => parseStackFile('dev', { config: wrong }), {
    instanceOf: SettingsError,
  });
  t.deepEqual(error.problems, [
    'target: is no setting of gated-lambda-release; do you mean targets?',
    'aws:region: must be set, such as eu-west-1',
  ]);
});

test('what Pulumi encrypted is not read', (t) => {
  const environment = { TOKEN: { secure: 'v1:abc' }, LEVEL: 'info' };
  const secret = { ...config, 'gated-lambda-release:function': { name: 'greeting', environment } };
  const { program } = parseStackFile('dev', { config: secret });
  t.deepEqual(program.function.environment, { TOKEN: 'secret', LEVEL: 'info' });
});
