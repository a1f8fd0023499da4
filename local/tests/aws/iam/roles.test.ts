import test from 'ava';
import { byName } from '../../../aws/by-name.ts';
import { canBeAssumedBy } from '../../../aws/iam/roles.ts';
import type { Role } from '../../../aws/iam/state.ts';

function role(...statements: object[]): Role {
  return {
    roleName: 'greeting',
    roleId: 'AROA',
    arn: 'arn:aws:iam::123456789012:role/greeting',
    path: '/',
    createDate: 0,
    assumeRolePolicyDocument: JSON.stringify({ Version: '2012-10-17', Statement: statements }),
    maxSessionDuration: 3600,
    tags: byName(),
    inlinePolicies: byName(),
    attachedPolicies: [],
  };
}

const lambda = 'lambda.amazonaws.com';
const allowed = { Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: lambda } };

test('a service that the trust policy names can assume the role, another cannot', (t) => {
  t.true(canBeAssumedBy(role(allowed), lambda));
  t.false(canBeAssumedBy(role(allowed), 'apigateway.amazonaws.com'));
  t.false(canBeAssumedBy(role({ ...allowed, Principal: { AWS: lambda } }), lambda));
});

test('principals and actions may be lists or stars', (t) => {
  const both = { Service: ['apigateway.amazonaws.com', lambda] };
  t.true(canBeAssumedBy(role({ ...allowed, Principal: both, Action: ['sts:*'] }), lambda));
  t.true(canBeAssumedBy(role({ ...allowed, Principal: '*' }), lambda));
});

test('another action opens nothing, and a Deny wins', (t) => {
  t.false(canBeAssumedBy(role({ ...allowed, Action: 'sts:TagSession' }), lambda));
  t.false(canBeAssumedBy(role(allowed, { ...allowed, Effect: 'Deny' }), lambda));
  t.false(canBeAssumedBy(role({ ...allowed, Effect: 'Deny' }), lambda));
});
