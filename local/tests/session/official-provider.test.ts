import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';

import test from 'ava';
import type { ExecutionContext } from 'ava';

import { SessionError } from '../../session/errors.ts';
import { findOfficialProvider } from '../../session/official-provider.ts';
import { local, localDir } from '../_helpers/launcher.ts';
import { temporaryFolder } from '../_helpers/temporary-folder.ts';
import { packageRoot } from '../suite/package-root.ts';

const standIn = join(packageRoot, 'provider', 'bin');

async function machine(t: ExecutionContext) {
  const home = await temporaryFolder(t, 'home ');
  const install = (...path: readonly string[]): string => {
    const folder = join(home, ...path);
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'pulumi-resource-aws'), '#!/bin/sh\n', { mode: 0o755 });
    return folder;
  };
  const plugin = (version: string): string =>
    install('.pulumi', 'plugins', `resource-aws-v${version}`);
  return { home, install, plugin };
}

test('the provider on PATH is the first choice', async (t) => {
  const { home, install, plugin } = await machine(t);
  plugin('7.48.0');
  const folder = install('bin of mine');
  const searched = ['/nowhere', standIn, folder].join(delimiter);
  t.is(findOfficialProvider({ HOME: home, PATH: searched }), folder);
});

test('of the plugins this project’s version is, then the newest of its major version', async (t) => {
  const { home, plugin } = await machine(t);
  plugin('6.99.0');
  plugin('7.9.0');
  const newest = plugin('7.50.0');
  t.is(findOfficialProvider({ HOME: home, PATH: standIn }), newest);
  const same = plugin('7.48.0');
  t.is(findOfficialProvider({ HOME: home, PATH: standIn }), same);
});

test('the stand-in is not taken for it, whatever leads there', async (t) => {
  const { home } = await machine(t);
  const folder = join(home, '.pulumi', 'plugins', 'resource-aws-v7.48.0');
  mkdirSync(folder, { recursive: true });
  symlinkSync(join(standIn, 'pulumi-resource-aws'), join(folder, 'pulumi-resource-aws'));
  const error = t.throws(() => findOfficialProvider({ HOME: home, PATH: standIn }), {
    instanceOf: SessionError,
  });
  t.is(error.status, 3);
  t.regex(error.message, /pulumi plugin install resource aws 7\.48\.0/);
});

test('--provider official puts it in the place of the stand-in', async (t) => {
  const dir = await localDir(t);
  const { home, plugin } = await machine(t);
  const folder = plugin('7.48.0');
  const official = await local(dir, ['--provider', 'official', 'printenv', 'PATH'], { HOME: home });
  const path = official.stdout.split(delimiter);
  t.true(path.includes(folder), official.stderr);
  t.false(path.includes(standIn));
});

test('--provider official without one ends with status 3 before anything starts', async (t) => {
  const dir = await localDir(t);
  const { home } = await machine(t);
  const result = await local(dir, ['--provider', 'official', 'true'], { HOME: home });
  t.is(result.exitCode, 3);
  t.regex(result.stderr, /^There is no official AWS provider for Pulumi, /);
});

test('there is no other provider', async (t) => {
  const dir = await localDir(t);
  const result = await local(dir, ['--provider', 'other', 'true']);
  t.is(result.exitCode, 2);
});
