import test from 'ava';

import { meetsConditions } from '../../../../aws/execute-api/access/policy-condition.ts';

const values = {
  'aws:sourceip': '192.0.2.7',
  'aws:useragent': 'curl/8',
  'aws:sourcevpce': undefined,
};

const cases: readonly (readonly [
  operator: string,
  key: string,
  expected: string[],
  met: boolean,
])[] = [
  ['IpAddress', 'aws:SourceIp', ['198.51.100.0/24', '192.0.2.0/24'], true],
  ['IpAddress', 'aws:SourceIp', ['192.0.2.7'], true],
  ['IpAddress', 'aws:SourceIp', ['192.0.2.8/32', '2001:db8::/32'], false],
  ['NotIpAddress', 'aws:SourceIp', ['192.0.2.0/24'], false],
  ['StringLike', 'aws:UserAgent', ['curl/*'], true],
  ['StringNotLike', 'aws:UserAgent', ['curl/*'], false],
  ['StringEquals', 'aws:UserAgent', ['CURL/8'], false],
  ['StringEqualsIgnoreCase', 'aws:UserAgent', ['CURL/8'], true],
  ['StringEquals', 'aws:SourceVpce', ['vpce-1'], false],
  ['StringNotEquals', 'aws:SourceVpce', ['vpce-1'], true],
  ['StringEqualsIfExists', 'aws:SourceVpce', ['vpce-1'], true],
];

for (const [operator, key, expected, met] of cases) {
  test(`${operator} ${key} ${expected.join()} is ${met ? '' : 'not '}met`, (t) => {
    t.is(meetsConditions({ [operator]: { [key]: expected } }, values), met);
  });
}

test('what is not modelled is told, not taken for met or unmet', (t) => {
  t.throws(() => meetsConditions({ DateLessThan: { 'aws:SourceIp': ['x'] } }, values), {
    message: /DateLessThan/,
  });
  t.throws(() => meetsConditions({ StringEquals: { 'aws:PrincipalTag/a': ['x'] } }, values), {
    message: /PrincipalTag/,
  });
});
