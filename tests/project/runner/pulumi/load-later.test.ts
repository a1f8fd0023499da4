import { createRequire } from 'node:module';
import { isProxy } from 'node:util/types';
import test from 'ava';
import { loadLater } from '../../../../runner/pulumi/load-later.ts';

const requireOfPulumi = createRequire(import.meta.resolve('@pulumi/pulumi'));
const isLoaded = (name: string) =>
  !isProxy(requireOfPulumi.cache[requireOfPulumi.resolve(name)]?.exports);

test('Pulumi loads without what writes functions down, and writes them down', async (t) => {
  loadLater();
  const pulumi = await import('@pulumi/pulumi');
  t.false(isLoaded('typescript'));
  t.false(isLoaded('@npmcli/arborist'));

  const { text } = await pulumi.runtime.serializeFunction(() => 'written down');
  t.regex(text, /written down/);
  t.true(isLoaded('typescript'));

  const packages = await import('@pulumi/pulumi/runtime/closure/codePaths.js');
  const paths = await packages.computeCodePaths();
  t.true(isLoaded('@npmcli/arborist'));
  t.true([...paths.keys()].some((path) => path.endsWith('node_modules/semver')));
});
