import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

import test from 'ava';
import type { ExecutionContext } from 'ava';

import { SessionError } from '../../session/errors.ts';
import { localFolder } from '../../session/folder.ts';
import { prepareStack } from '../../session/pulumi.ts';
import { temporaryFolder } from '../_helpers/temporary-folder.ts';

/** A `pulumi` that only notes how it was called. */
async function fakePulumi(t: ExecutionContext, exitStatus: number) {
  const dir = await temporaryFolder(t, 'local aws ');
  const folder = { ...localFolder(join(dir, '.local')), root: dir };
  writeFileSync(join(dir, 'Pulumi.yaml'), 'name: shop\n');
  writeFileSync(join(dir, 'Pulumi.other.yaml'), 'config:\n  shop:local: true\n');
  writeFileSync(join(dir, 'Pulumi.dev.yaml'), 'config:\n  shop:local: false\n');
  const command = join(dir, 'pulumi');
  const notes = join(dir, 'notes');
  writeFileSync(command, `#!/bin/sh\necho "$@" >> "${notes}"\nexit ${String(exitStatus)}\n`);
  chmodSync(command, 0o755);
  const stackFile = join(folder.pulumi, '.pulumi', 'stacks', 'shop', 'local.json');
  const calls = (): string => (existsSync(notes) ? readFileSync(notes, 'utf8') : '');
  const prepare = (...args: string[]) => prepareStack(command, args, folder, process.env);
  return { folder, stackFile, calls, prepare };
}

test('the first Pulumi command gets its stack', async (t) => {
  const { prepare, calls, folder } = await fakePulumi(t, 0);
  await prepare('up', '--yes', '--stack', 'local');
  t.is(calls(), `stack init local --cwd ${folder.root} --non-interactive\n`);
  t.true(existsSync(folder.pulumi));
});

test('another local stack is made by its name', async (t) => {
  const { prepare, calls, folder } = await fakePulumi(t, 0);
  await prepare('up', '--yes', '-s', 'organization/shop/other');
  t.is(calls(), `stack init other --cwd ${folder.root} --non-interactive\n`);
});

test('a stack that exists is left alone', async (t) => {
  const { prepare, calls, stackFile } = await fakePulumi(t, 0);
  mkdirSync(dirname(stackFile), { recursive: true });
  writeFileSync(stackFile, '{}');
  await prepare('up');
  t.is(calls(), '');
});

const withoutStack = test.macro({
  exec: async (t, ...args: string[]) => {
    const { prepare, calls } = await fakePulumi(t, 0);
    await prepare(...args);
    t.is(calls(), '');
  },
  title: (_, ...args) => `pulumi ${args.join(' ')} makes no stack`,
});

test(withoutStack, 'version');
test(withoutStack, '--help');
test(withoutStack, 'up', '--stack', 'dev');
test(withoutStack, 'up', '--stack=none');
test(withoutStack, 'stack', 'init', 'local');

test('a stack that cannot be made stops the command', async (t) => {
  const { prepare } = await fakePulumi(t, 1);
  const error = await t.throwsAsync(prepare('preview'), { instanceOf: SessionError });
  t.is(error.status, 3);
});
