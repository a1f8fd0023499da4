import test from 'ava';
import { project } from '../../../stack/project.ts';
import { refuseStackName, shortNameOf, stackFileOf } from '../../../stack/stack-name.ts';

for (const name of ['dev', 'acme/dev', `acme/${project}/dev`]) {
  test(`${name} is the stack dev of this project`, (t) => {
    t.is(refuseStackName(name), undefined);
    t.is(shortNameOf(name), 'dev');
    t.is(stackFileOf(name), 'Pulumi.dev.yaml');
  });
}

test('a stack of another project is refused', (t) => {
  t.is(
    refuseStackName(`acme/not-${project}/dev`),
    `Stack acme/not-${project}/dev is of the project not-${project}, and this is ${project}`,
  );
});

for (const name of ['', '/', 'acme/', 'a/b/c/d', '../dev', 'de v']) {
  test(`"${name}" is no name of a stack`, (t) => {
    t.regex(refuseStackName(name) ?? '', /is no name of a stack/);
  });
}
