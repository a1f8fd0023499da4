import test from 'ava';
import { refuseStackName, shortNameOf, stackFileOf } from '../../../stack/stack-name.ts';

for (const name of ['dev', 'acme/dev', 'acme/gated-lambda-release/dev']) {
  test(`${name} is the stack dev of this project`, (t) => {
    t.is(refuseStackName(name), undefined);
    t.is(shortNameOf(name), 'dev');
    t.is(stackFileOf(name), 'Pulumi.dev.yaml');
  });
}

test('a stack of another project is refused', (t) => {
  t.is(
    refuseStackName('acme/shop/dev'),
    'Stack acme/shop/dev is of the project shop, and this is gated-lambda-release',
  );
});

for (const name of ['', '/', 'acme/', 'a/b/c/d', '../dev', 'de v']) {
  test(`"${name}" is no name of a stack`, (t) => {
    t.regex(refuseStackName(name) ?? '', /is no name of a stack/);
  });
}
