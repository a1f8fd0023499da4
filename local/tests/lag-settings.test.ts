import test from 'ava';

import { LagError, noLag, parseLag, toLag } from '../lag-settings.ts';

test('a lag is written as names and seconds; what is left out is none', (t) => {
  t.deepEqual(parseLag('alias=2,stage=5,permission=1,read=1,hosts=8,seed=7'), {
    ...{ alias: 2, stage: 5, permission: 1, read: 1, role: 0, idle: 0, quotas: false },
    ...{ hosts: 8, seed: 7 },
  });
  t.deepEqual(parseLag(' alias = 0.25 '), { ...noLag, alias: 0.25 });
  t.like(parseLag('role=3,idle=4,quotas=on'), { role: 3, idle: 4, quotas: true });
  t.like(parseLag('quotas=off'), { quotas: false });
  t.deepEqual(toLag({ stage: 3 }), { ...noLag, stage: 3 });
  t.deepEqual(toLag({}), noLag);
});

const refused = test.macro({
  exec: (t, text: string, problem: RegExp) => {
    const { message } = t.throws(() => parseLag(text), { instanceOf: LagError });
    t.regex(message, problem);
    t.true(message.endsWith('Write it like this: alias=2,stage=5,permission=1,read=1,hosts=4'));
  },
  title: (_, text: string) => `"${text}" is refused`,
});

test(refused, '', /has "" where a name and a value should be/);
test(refused, 'alias', /has "alias" where/);
test(refused, 'alias=1=2', /has "alias=1=2" where/);
test(
  refused,
  'alias=two',
  /alias of the lag is two, but must be a number of seconds from 0 to 3600/,
);
test(refused, 'stage=-1', /stage of the lag is -1, but must be/);
test(refused, 'read=3601', /read of the lag is 3601/);
test(refused, 'quotas=1', /quotas of the lag is 1, but must be on or off/);
test(refused, 'hosts=0', /hosts of the lag is 0, but must be a whole number from 1 to 100/);
test(refused, 'hosts=1.5', /must be a whole number/);
test(refused, 'alias=1,alias=2', /alias twice/);
test(
  refused,
  'lambda=1',
  /has no "lambda", only alias, stage, permission, read, role, idle, quotas, hosts, seed/,
);

test('JSON that is no object of settings is refused', (t) => {
  for (const value of [null, 3, [1], { alias: '2' }]) {
    t.throws(() => toLag(value), { instanceOf: LagError });
  }
});
