import { existsSync } from 'node:fs';
import { join } from 'node:path';
import test from 'ava';
import { releaseSettings } from '../../../stack/release-settings.ts';
import { root } from '../../../runner/root.ts';

test('nothing has to be configured, and the tiers are the ones of this project', (t) => {
  const { tiers, ...others } = releaseSettings.parse({});
  t.deepEqual(others, {
    readinessPath: '/',
    readinessMethod: 'GET',
    headers: {},
    readinessTimeout: 60,
    typecheck: true,
    propagation: { alias: 5, stage: 10, read: 2 },
    tierTimeout: 300,
  });
  for (const [tier, command] of Object.entries(tiers)) {
    const [, folder = ''] = /^ava (tests\/\w+)\/\*\*\/\*\.test\.ts$/.exec(command) ?? [];
    t.is(folder, `tests/${tier}`);
    t.true(existsSync(join(root, folder)), folder);
  }
});

test('one tier may be changed alone', (t) => {
  const { tiers } = releaseSettings.parse({ tiers: { api: 'true' } });
  t.is(tiers.api, 'true');
  t.is(tiers.unit, releaseSettings.parse({}).tiers.unit);
});

test('a header may be encrypted', (t) => {
  const headers = { accept: 'application/json', 'x-api-key': { secure: 'v1:x' } };
  t.deepEqual(releaseSettings.parse({ headers }).headers, headers);
});

for (const readinessBody of ['text', { a: [1, { b: { secure: 'v1:x' } }] }, [], '']) {
  test(`a body may be ${JSON.stringify(readinessBody)}, where the method has one`, (t) => {
    const parsed = releaseSettings.parse({ readinessMethod: 'PUT', readinessBody });
    t.deepEqual(parsed.readinessBody, readinessBody);
    for (const readinessMethod of [undefined, 'GET', 'HEAD']) {
      const { error } = releaseSettings.safeParse({ readinessMethod, readinessBody });
      t.regex(
        error?.issues[0]?.message ?? '',
        /goes with no (GET|HEAD): say readinessMethod: POST/,
      );
    }
  });
}

for (const [key, value] of [
  ['readinessPath', 'greeting'],
  ['readinessMethod', 'get'],
  ['readinessBody', 7],
  ['readinessTimeout', 0],
  ['tierTimeout', -1],
  ['tiers', { api: '' }],
  ['tiers', { load: 'true' }],
  ['retries', 3],
  ['headers', { host: 'api.test' }],
  ['headers', { 'x api key': 'k' }],
  ['headers', { 'X-Api-Key': 'k', 'x-api-key': 'k' }],
  ['headers', { 'x-api-key': 'k\n' }],
  ['headers', { 'x-api-key': { secured: 'v1:' } }],
] as const) {
  test(`${key} may not be ${JSON.stringify(value)}`, (t) => {
    t.false(releaseSettings.safeParse({ [key]: value }).success);
  });
}
