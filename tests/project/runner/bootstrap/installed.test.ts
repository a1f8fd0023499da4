import test from 'ava';
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { findMismatch } from '../../../../runner/bootstrap/installed.mjs';
import { findNeeded } from '../../../../runner/bootstrap/needed.mjs';

const lockOf = (packages: Record<string, unknown>): unknown => ({ lockfileVersion: 3, packages });

const projectNeeding = (...names: string[]): unknown => ({
  name: 'gated-lambda-release',
  version: '0.1.0',
  dependencies: Object.fromEntries(names.map((name) => [name, '*'])),
});
const root = projectNeeding('zod');
const zod = { version: '4.6.7', integrity: 'sha512-x' };

test('what is installed as locked matches', (t) => {
  const wanted = lockOf({ '': root, 'node_modules/zod': zod });
  t.is(findMismatch(wanted, lockOf({ 'node_modules/zod': zod })), undefined);
});

test('a package that is missing does not match', (t) => {
  const wanted = lockOf({ '': root, 'node_modules/zod': zod });
  t.is(findMismatch(wanted, lockOf({})), 'node_modules/zod is not installed');
});

test('another version does not match', (t) => {
  const installed = lockOf({ 'node_modules/zod': { ...zod, version: '4.6.6' } });
  const problem = findMismatch(lockOf({ '': root, 'node_modules/zod': zod }), installed);
  t.is(problem, 'node_modules/zod is 4.6.6, not 4.6.7');
});

test('a version is the same as the package writes it itself', (t) => {
  const installed = lockOf({ 'node_modules/zod': { ...zod, version: 'v4.6.7' } });
  t.is(findMismatch(lockOf({ '': root, 'node_modules/zod': zod }), installed), undefined);
});

test('a nested copy is a package of its own', (t) => {
  const nested = 'node_modules/a/node_modules/zod';
  const a = { version: '1.0.0', dependencies: { zod: '^4' } };
  const others = { 'node_modules/a': a, 'node_modules/zod': zod };
  const wanted = lockOf({ '': projectNeeding('a', 'zod'), ...others, [nested]: zod });
  t.is(findMismatch(wanted, lockOf(others)), `${nested} is not installed`);
});

test('an optional package, such as one for another platform, may be missing', (t) => {
  const wanted = lockOf({
    '': projectNeeding('@esbuild/aix-ppc64'),
    'node_modules/@esbuild/aix-ppc64': { version: '0.28.2', optional: true },
  });
  t.is(findMismatch(wanted, lockOf({})), undefined);
});

test('an optional package of another version does not match', (t) => {
  const wanted = lockOf({
    '': projectNeeding('@esbuild/linux-x64'),
    'node_modules/@esbuild/linux-x64': { version: '0.28.2', optional: true },
  });
  const installed = lockOf({ 'node_modules/@esbuild/linux-x64': { version: '0.28.1' } });
  t.regex(findMismatch(wanted, installed) ?? '', /is 0\.28\.1, not 0\.28\.2/);
});

test('a package installed beside the locked ones does no harm', (t) => {
  const installed = lockOf({ 'node_modules/zod': zod, 'node_modules/extra': { version: '1.0.0' } });
  t.is(findMismatch(lockOf({ '': root, 'node_modules/zod': zod }), installed), undefined);
});

const link = 'node_modules/@gated-lambda-release/local';
const withLocal = {
  '': root,
  local: {
    name: '@gated-lambda-release/local',
    version: '0.1.0',
    dependencies: { a: '*', zod: '*' },
  },
  [link]: { resolved: 'local', link: true },
  'node_modules/a': { version: '1.0.0', dependencies: { b: '*' } },
  'node_modules/b': { version: '1.0.0' },
  'node_modules/zod': zod,
};

test('a workspace may have been linked by the name that it had before', (t) => {
  const { [link]: linked, ...rest } = withLocal;
  const renamed = lockOf({ ...rest, 'node_modules/@orders/local': linked });
  t.is(findMismatch(renamed, lockOf(withLocal)), undefined);
  t.is(findMismatch(renamed, lockOf(rest)), 'node_modules/@orders/local is not installed');
});

test('what a workspace needs is needed, and its link', (t) => {
  const { [link]: linked, 'node_modules/b': b, ...rest } = withLocal;
  t.is(findMismatch(lockOf(withLocal), lockOf(withLocal)), undefined);
  t.is(
    findMismatch(lockOf(withLocal), lockOf({ ...rest, [link]: linked })),
    'node_modules/b is not installed',
  );
  t.is(
    findMismatch(lockOf(withLocal), lockOf({ ...rest, 'node_modules/b': b })),
    `${link} is not installed`,
  );
});

test('a workspace that was deleted needs nothing', (t) => {
  const installed = lockOf({ 'node_modules/zod': zod });
  t.is(
    findMismatch(lockOf(withLocal), installed, () => false),
    undefined,
  );
});

test('of a workspace that was deleted the others still need what they share', (t) => {
  t.is(
    findMismatch(lockOf(withLocal), lockOf({}), () => false),
    'node_modules/zod is not installed',
  );
});

test('everything in the lockfile of this project is needed', (t) => {
  const wanted: unknown = JSON.parse(readFileSync('package-lock.json', 'utf8'));
  const { packages } = z.object({ packages: z.record(z.string(), z.unknown()) }).parse(wanted);
  const needed = findNeeded(packages, () => true);
  const idle = Object.keys(packages).filter((path) => path.includes('node_modules'));
  t.deepEqual(
    idle.filter((path) => !needed.has(path)),
    [],
  );
});
