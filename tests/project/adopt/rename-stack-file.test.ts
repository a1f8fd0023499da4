import test from 'ava';
import { renameStackFile } from '../../../adopt/rename-stack-file.ts';

const text = `# A comment.
config:
  aws:region: eu-west-1 # here
  shop:function:
    name: greeting # of the example
    timeout: 10
  "shop:release": { readinessPath: /greeting }
  # shop:targets is left out
  shopping:function: { name: greeting }
encryptionsalt: v1:x
`;

const renamed = text
  .replace('shop:function:\n    name: greeting', 'orders:function:\n    name: orders')
  .replace('"shop:release"', 'orders:release');

test('keys and the name of the example follow, and everything else stays', (t) => {
  t.is(renameStackFile(text, { from: 'shop', to: 'orders', region: undefined }), renamed);
});

test('a file that was renamed already stays as it is', (t) => {
  t.is(renameStackFile(renamed, { from: 'shop', to: 'orders', region: undefined }), renamed);
});

test('the region follows where one is given', (t) => {
  t.is(
    renameStackFile(text, { from: 'shop', to: 'orders', region: 'us-east-1' }),
    renamed.replace('eu-west-1', 'us-east-1'),
  );
});

test('a name of a function that somebody chose stays', (t) => {
  const chosen = 'config: { shop:function: { name: mine } }\n';
  const next = renameStackFile(chosen, { from: 'shop', to: 'orders', region: undefined });
  t.is(next, 'config: { orders:function: { name: mine } }\n');
});

test('what is no YAML is not touched', (t) => {
  t.is(renameStackFile('config: [', { from: 'a', to: 'b', region: undefined }), undefined);
});

test('the path that a release asks first follows where it is the example’s', (t) => {
  const renaming = { from: 'shop', to: 'orders', region: undefined, readinessPath: '/health' };
  const followed = renamed.replace('/greeting', '/health');
  t.is(renameStackFile(text, renaming), followed);
  const ours = text.replace('/greeting', '/ours');
  t.is(renameStackFile(ours, renaming), renamed.replace('/greeting', '/ours'));
});
