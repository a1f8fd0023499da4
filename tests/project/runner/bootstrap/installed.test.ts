import test from 'ava';
import { findMismatch } from '../../../../runner/bootstrap/installed.mjs';

const lockOf = (packages: Record<string, unknown>): unknown => ({ lockfileVersion: 3, packages });

const root = { name: 'gated-lambda-release', version: '0.1.0' };
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
  const problem = findMismatch(lockOf({ 'node_modules/zod': zod }), installed);
  t.is(problem, 'node_modules/zod is 4.6.6, not 4.6.7');
});

test('a nested copy is a package of its own', (t) => {
  const nested = 'node_modules/a/node_modules/zod';
  const wanted = lockOf({ 'node_modules/zod': zod, [nested]: zod });
  t.is(findMismatch(wanted, lockOf({ 'node_modules/zod': zod })), `${nested} is not installed`);
});

test('an optional package, such as one for another platform, may be missing', (t) => {
  const wanted = lockOf({
    'node_modules/@esbuild/aix-ppc64': { version: '0.28.2', optional: true },
  });
  t.is(findMismatch(wanted, lockOf({})), undefined);
});

test('an optional package of another version does not match', (t) => {
  const wanted = lockOf({
    'node_modules/@esbuild/linux-x64': { version: '0.28.2', optional: true },
  });
  const installed = lockOf({ 'node_modules/@esbuild/linux-x64': { version: '0.28.1' } });
  t.regex(findMismatch(wanted, installed) ?? '', /is 0\.28\.1, not 0\.28\.2/);
});

test('a package installed beside the locked ones does no harm', (t) => {
  const installed = lockOf({ 'node_modules/zod': zod, 'node_modules/extra': { version: '1.0.0' } });
  t.is(findMismatch(lockOf({ 'node_modules/zod': zod }), installed), undefined);
});
